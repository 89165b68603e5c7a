package dev.weir.consistency.builtin;

import dev.weir.consistency.history.OutputRecord;

/** A record as a line of numbers. */
final class RecordLine {
    private static final int NUMBERS = 8;

    private RecordLine() {}

    static String encode(OutputRecord record) {
        return record.partition() + " " + record.offset() + " " + record.key() + " " + record.sequence() + " "
                + record.hash() + " " + record.shard() + " " + record.attempt() + " " + record.epoch();
    }

    static OutputRecord decode(String line) {
        long[] numbers = new long[NUMBERS];
        int from = 0;
        for (int i = 0; i < NUMBERS; i++) {
            int to = i == NUMBERS - 1 ? line.length() : line.indexOf(' ', from);
            if (to < 0) {
                throw new IllegalStateException(
                        "Cannot read a record: the line has " + (i + 1) + " of " + NUMBERS + " numbers: " + line);
            }
            numbers[i] = Long.parseLong(line, from, to, 10);
            from = to + 1;
        }
        return new OutputRecord(
                (int) numbers[0],
                numbers[1],
                numbers[2],
                numbers[3],
                numbers[4],
                (int) numbers[5],
                numbers[6],
                numbers[7]);
    }
}
