package dev.weir.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One connection through a {@link FaultProxy}: two sockets and a pump in each direction.
 *
 * <p><b>Cutting.</b> To close a socket with unread bytes makes the kernel send a reset, which lets the other side throw away
 * what it has not read yet. So a cut in order only ends our output; the pumps go on reading and throw everything away
 * until the other side closes too.
 */
final class ProxyLink {

    private static final int CHUNK = 32 * 1024;
    private static final int CONNECT_MILLIS = 5_000;

    private enum State {
        FORWARDING,
        DISCARDING,
        CLOSED
    }

    private final FaultProxy proxy;
    private final Socket client;
    private final Socket server = new Socket();
    private final int number;
    private final AtomicInteger pumps = new AtomicInteger(1);

    private volatile State state = State.FORWARDING;

    /** Set before its request is forwarded: the reply makes the cut. */
    private volatile @Nullable Awaited awaited;

    private record Awaited(Tripwire tripwire, Mark reply) {}

    ProxyLink(FaultProxy proxy, Socket client, int number) {
        this.proxy = proxy;
        this.client = client;
        this.number = number;
    }

    void start(InetSocketAddress target) {
        proxy.startThread(number + "-to-server", () -> connectAndPump(target));
    }

    boolean isForwarding() {
        return state == State.FORWARDING;
    }

    private void connectAndPump(InetSocketAddress target) {
        try {
            server.connect(target, CONNECT_MILLIS);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        } catch (IOException e) {
            close();
            return;
        }
        pumps.incrementAndGet();
        proxy.startThread(number + "-to-client", () -> pump(server, client, Direction.TO_CLIENT));
        pump(client, server, Direction.TO_SERVER);
    }

    private void pump(Socket from, Socket to, Direction direction) {
        // The front keeps the last bytes of the chunk before, for matches across the border.
        byte[] buffer = new byte[CutPoint.LONGEST + CHUNK];
        int carried = 0;
        KafkaFrames frames = new KafkaFrames(direction);
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read; (read = in.read(buffer, carried, CHUNK)) >= 0; ) {
                proxy.waitForPassage(this);
                int length = carried + read;
                if (isForwarding()) {
                    forward(
                            new Chunk(direction, buffer, carried, length, framesIn(frames, buffer, carried, length)),
                            out);
                }
                carried = Math.min(length, CutPoint.LONGEST - 1);
                System.arraycopy(buffer, length - carried, buffer, 0, carried);
            }
            if (isForwarding() && !cutIfReply(direction)) {
                to.shutdownOutput();
            }
        } catch (IOException e) {
            // One side is gone without a word, so the other one shall notice. Unless it was us.
            if (isForwarding() && !cutIfReply(direction)) {
                close();
            }
        } catch (InterruptedException e) {
            close();
        } finally {
            if (pumps.decrementAndGet() == 0) {
                finish();
            }
        }
    }

    private List<KafkaFrames.Frame> framesIn(KafkaFrames frames, byte[] buffer, int from, int to) {
        return proxy.readsKafka() ? frames.next(buffer, from, to) : List.of();
    }

    private void forward(Chunk chunk, OutputStream out) throws IOException, InterruptedException {
        Awaited now = awaited;
        if (now != null && chunk.direction() == Direction.TO_CLIENT) {
            int reply = now.reply().nextIn(chunk, -chunk.carried());
            if (reply != Mark.NOWHERE) {
                awaited = null;
                cut(now.tripwire(), chunk, chunk.carried() + Math.max(0, reply), out);
                return;
            }
        }
        for (Tripwire tripwire : proxy.tripwires()) {
            OptionalInt match = tripwire.findIn(chunk);
            if (match.isPresent()) {
                proxy.disarm(tripwire);
                trip(tripwire, chunk, match.getAsInt(), out);
                return;
            }
        }
        out.write(chunk.bytes(), chunk.carried(), chunk.length() - chunk.carried());
    }

    private void trip(Tripwire tripwire, Chunk chunk, int match, OutputStream out)
            throws IOException, InterruptedException {
        CutPoint point = tripwire.point();
        if (point.side() == CutPoint.Side.BEFORE) {
            cut(tripwire, chunk, chunk.carried() + Math.max(0, match), out);
        } else if (chunk.direction() == Direction.TO_CLIENT) {
            cut(tripwire, chunk, chunk.length(), out);
        } else {
            awaited = new Awaited(tripwire, point.mark().replyTo(chunk, match));
            out.write(chunk.bytes(), chunk.carried(), chunk.length() - chunk.carried());
        }
    }

    /** Lets the bytes before the given index through, and cuts. */
    private void cut(Tripwire tripwire, Chunk chunk, int end, OutputStream out)
            throws IOException, InterruptedException {
        out.write(chunk.bytes(), chunk.carried(), end - chunk.carried());
        if (tripwire.point().cut() != Cut.HOLD) {
            cutAt(tripwire);
            return;
        }
        proxy.hold();
        tripwire.cutDone();
        proxy.waitForPassage(this);
        if (isForwarding()) {
            out.write(chunk.bytes(), end, chunk.length() - end);
        }
    }

    /** Where the connection ends before the reply begins. */
    private boolean cutIfReply(Direction direction) {
        Awaited now = awaited;
        if (now == null
                || direction != Direction.TO_CLIENT
                || now.tripwire().point().cut() == Cut.HOLD) {
            return false;
        }
        cutAt(now.tripwire());
        return true;
    }

    private void cutAt(Tripwire tripwire) {
        Cut cut = tripwire.point().cut();
        become(State.DISCARDING);
        end(client, cut);
        end(server, cut == Cut.SILENCE ? Cut.SILENCE : Cut.FINISH);
        tripwire.cutDone();
    }

    void cutBoth(Cut cut) {
        become(State.DISCARDING);
        end(client, cut);
        end(server, cut);
    }

    /** Both sides have ended; what we sent last may still be on its way. */
    private void finish() {
        become(State.CLOSED);
        close(client);
        close(server);
        proxy.forget(this);
    }

    /** Ends both sides at once and for good. */
    void close() {
        become(State.CLOSED);
        end(client, Cut.RESET);
        end(server, Cut.RESET);
        proxy.forget(this);
    }

    private void become(State next) {
        if (state != State.CLOSED) {
            state = next;
        }
        proxy.linkChanged();
    }

    private static void end(Socket socket, Cut cut) {
        try {
            switch (cut) {
                case FINISH -> socket.shutdownOutput();
                case RESET -> {
                    socket.setSoLinger(true, 0);
                    socket.close();
                }
                case SILENCE, HOLD -> {}
            }
        } catch (IOException e) {
            // It has ended by itself.
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It has ended by itself.
        }
    }
}
