package dev.weir.source;

/** Follows the quotes of a CSV record byte by byte, to tell line ends inside a field from the record's own. */
record QuotedNewlines(byte separator, byte quote) {
    static final int FIELD_START = 0;
    private static final int UNQUOTED = 1;
    private static final int QUOTED = 2;
    /** Behind a quote inside quotes: the end of the field, or the first of a doubled one. */
    private static final int QUOTE_IN_QUOTED = 3;

    /** Follows a record's next bytes and returns the state behind them. */
    int follow(int before, byte[] bytes, int from, int to) {
        int state = before;
        for (int index = from; index < to; index++) {
            byte next = bytes[index];
            if (state == QUOTED) {
                state = next == quote ? QUOTE_IN_QUOTED : QUOTED;
            } else if (next == quote && state != UNQUOTED) {
                state = QUOTED;
            } else {
                state = next == separator ? FIELD_START : UNQUOTED;
            }
        }
        return state;
    }

    /** Whether a line end in this state belongs to the record. */
    boolean continues(int state) {
        return state == QUOTED;
    }
}
