package dev.weir.testbed;

/**
 * The place in a stream of bytes at which a {@link FaultProxy} cuts the connection, once.
 *
 * <p>The server's side of the connection always ends in order, after all bytes forwarded to it, so that it acts on every
 * request it got. The bytes of a request may not be what one expects: a client with prepared statements names the statement
 * instead of repeating its text.
 *
 * <table>
 * <caption>Texts that work, in capitals as the drivers send them</caption>
 * <tr><th>server</th><th>the request is lost</th><th>the reply is lost</th></tr>
 * <tr><td>PostgreSQL</td><td>{@code requestLost("COMMIT")}, but the driver sends the word only the first time on each connection
 *   unless the URL says {@code prepareThreshold=0}</td><td>{@code replyLost("COMMIT")}: the reply always says it</td></tr>
 * <tr><td>MySQL, MariaDB</td><td>{@code requestLost("COMMIT")}, {@code requestLost("XA COMMIT")}: the drivers send the words each
 *   time</td><td>{@code replyLostTo("COMMIT")}, {@code replyLostTo("XA COMMIT")}: a reply has no words, so
 *   {@code replyLost("COMMIT")} never fires</td></tr>
 * </table>
 *
 * <p>Kafka's protocol is binary, so a {@link FaultProxy#toKafka} knows requests by their kind, and the reply to a request by
 * its number: {@code requestLost(END_TXN)}, {@code replyLostTo(END_TXN)}.
 *
 * @param direction the stream that is searched
 * @param side whether the matching bytes still go through
 * @param mark what to look for
 * @param occurrence which match counts, from 1, over all connections since the point was armed
 * @param cut how the client's side ends
 */
public record CutPoint(Direction direction, Side side, Mark mark, int occurrence, Cut cut) {

    static final int LONGEST = 1024;

    /** Where the cut lies, seen from the match. */
    public enum Side {
        BEFORE,
        AFTER
    }

    public CutPoint {
        if (occurrence < 1) {
            throw new TestbedException("Cannot cut a connection: matches count from 1: occurrence=" + occurrence
                    + "; use 1 for the first");
        }
    }

    /** The first request with this text, at most {@value #LONGEST} characters in Latin-1, never reaches the server. */
    public static CutPoint requestLost(String text) {
        return new CutPoint(Direction.TO_SERVER, Side.BEFORE, text(text), 1, Cut.RESET);
    }

    /** The server gets the first request with this text and answers it; the client never learns the answer. */
    public static CutPoint replyLostTo(String request) {
        return new CutPoint(Direction.TO_SERVER, Side.AFTER, text(request), 1, Cut.RESET);
    }

    /** The first reply with this text never reaches the client. */
    public static CutPoint replyLost(String text) {
        return new CutPoint(Direction.TO_CLIENT, Side.BEFORE, text(text), 1, Cut.RESET);
    }

    /** The connection ends right after the first reply with this text arrived. */
    public static CutPoint afterReply(String text) {
        return new CutPoint(Direction.TO_CLIENT, Side.AFTER, text(text), 1, Cut.RESET);
    }

    /** The first request of this kind never reaches the broker. */
    public static CutPoint requestLost(KafkaRequest request) {
        return new CutPoint(Direction.TO_SERVER, Side.BEFORE, new Mark.Request(request), 1, Cut.RESET);
    }

    /** The broker gets the first request of this kind and answers it; the client never learns the answer. */
    public static CutPoint replyLostTo(KafkaRequest request) {
        return new CutPoint(Direction.TO_SERVER, Side.AFTER, new Mark.Request(request), 1, Cut.RESET);
    }

    /** What is looked for, in words: the text, or the kind of request. */
    public String what() {
        return mark.toString();
    }

    public CutPoint atOccurrence(int number) {
        return new CutPoint(direction, side, mark, number, cut);
    }

    public CutPoint by(Cut newCut) {
        return new CutPoint(direction, side, mark, occurrence, newCut);
    }

    private static Mark text(String text) {
        if (text.isEmpty() || text.length() > LONGEST || text.chars().anyMatch(c -> c > 255)) {
            throw new TestbedException("Cannot cut at a text: it is empty, too long or not Latin-1: text=" + text
                    + "; use 1 to " + LONGEST + " characters of one byte each");
        }
        return new Mark.Text(text);
    }
}
