package dev.weir.state;

/**
 * Key groups: the unit in which keyed state moves when a job is rescaled. A key's group depends on the key alone; a
 * subtask owns a contiguous range of groups.
 */
public final class KeyGroups {
    private KeyGroups() {}

    /** The group of a key with this stable hash. */
    public static int groupOf(int hash, int maxParallelism) {
        // Finaliser of MurmurHash3: spreads hashes that differ only in a few bits.
        int mixed = hash;
        mixed ^= mixed >>> 16;
        mixed *= 0x85ebca6b;
        mixed ^= mixed >>> 13;
        mixed *= 0xc2b2ae35;
        mixed ^= mixed >>> 16;
        return (int) (((mixed & 0xFFFFFFFFL) * maxParallelism) >>> 32);
    }

    /** The subtask that owns a group. */
    public static int subtaskOf(int group, int maxParallelism, int parallelism) {
        return group * parallelism / maxParallelism;
    }

    /** The first group of a subtask. */
    public static int firstGroup(int subtask, int maxParallelism, int parallelism) {
        return (subtask * maxParallelism + parallelism - 1) / parallelism;
    }

    /** One past the last group of a subtask. */
    public static int endGroup(int subtask, int maxParallelism, int parallelism) {
        return firstGroup(subtask + 1, maxParallelism, parallelism);
    }
}
