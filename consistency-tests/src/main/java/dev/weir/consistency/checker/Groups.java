package dev.weir.consistency.checker;

import dev.weir.consistency.history.OutputRecord;
import java.util.Arrays;

/** Numbers, from 1, for the stamps (shard, attempt, epoch) of records: those of one group were committed as one unit. */
final class Groups {
    private static final int FIRST_SIZE = 64;

    /** By slot: a number, or 0. */
    private int[] table = new int[2 * FIRST_SIZE];

    private int size;
    private int last;

    // By number.
    private int[] shards = new int[FIRST_SIZE];
    private long[] attempts = new long[FIRST_SIZE];
    private long[] epochs = new long[FIRST_SIZE];
    private int[] firstLooks = new int[FIRST_SIZE];
    private int[] records = new int[FIRST_SIZE];

    int numberOf(OutputRecord record) {
        return numberOf(record.shard(), record.attempt(), record.epoch());
    }

    private int numberOf(int shard, long attempt, long epoch) {
        if (last != 0 && is(last, shard, attempt, epoch)) {
            return last;
        }
        int slot = slot(shard, attempt, epoch);
        for (int number = table[slot]; number != 0; number = table[slot]) {
            if (is(number, shard, attempt, epoch)) {
                last = number;
                return number;
            }
            slot = slot + 1 & table.length - 1;
        }
        return add(slot, shard, attempt, epoch);
    }

    private int add(int slot, int shard, long attempt, long epoch) {
        int number = ++size;
        if (number == shards.length) {
            grow();
            slot = slot(shard, attempt, epoch);
            while (table[slot] != 0) {
                slot = slot + 1 & table.length - 1;
            }
        }
        table[slot] = number;
        shards[number] = shard;
        attempts[number] = attempt;
        epochs[number] = epoch;
        last = number;
        return number;
    }

    private void grow() {
        int newSize = 2 * shards.length;
        shards = Arrays.copyOf(shards, newSize);
        attempts = Arrays.copyOf(attempts, newSize);
        epochs = Arrays.copyOf(epochs, newSize);
        firstLooks = Arrays.copyOf(firstLooks, newSize);
        records = Arrays.copyOf(records, newSize);
        table = new int[2 * newSize];
        for (int number = 1; number < size; number++) {
            int slot = slot(shards[number], attempts[number], epochs[number]);
            while (table[slot] != 0) {
                slot = slot + 1 & table.length - 1;
            }
            table[slot] = number;
        }
    }

    private boolean is(int number, int shard, long attempt, long epoch) {
        return epochs[number] == epoch && attempts[number] == attempt && shards[number] == shard;
    }

    private int slot(int shard, long attempt, long epoch) {
        long hash = (epoch * 31 + attempt) * 31 + shard;
        hash *= 0x9E3779B97F4A7C15L;
        return (int) (hash >>> 40) & table.length - 1;
    }

    int shard(int number) {
        return shards[number];
    }

    long attempt(int number) {
        return attempts[number];
    }

    /** Counts a record that was never seen before, and returns the look in which the first of the group was. */
    int arrived(int number, int look) {
        if (records[number]++ == 0) {
            firstLooks[number] = look;
        }
        return firstLooks[number];
    }

    /** How many different records of the group were ever seen. */
    int records(int number) {
        return records[number];
    }

    String describe(int number) {
        return "shard " + shards[number] + ", attempt " + attempts[number] + ", epoch " + epochs[number];
    }
}
