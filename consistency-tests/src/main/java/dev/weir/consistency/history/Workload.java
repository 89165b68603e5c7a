package dev.weir.consistency.history;

import java.io.Serializable;

/**
 * The input of a run and with it the truth about its output, as a function of a seed. A key belongs to one partition, so that
 * the order of its inputs is defined.
 *
 * @param seed any
 * @param partitions from 1
 * @param recordsPerPartition from 0
 * @param keysPerPartition from 1
 */
public record Workload(long seed, int partitions, long recordsPerPartition, int keysPerPartition)
        implements Serializable {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    public Workload {
        if (partitions < 1 || recordsPerPartition < 0 || keysPerPartition < 1) {
            throw new IllegalArgumentException("Cannot make a workload: partitions " + partitions
                    + ", records per partition " + recordsPerPartition + ", keys per partition " + keysPerPartition
                    + "; use at least 1, 0 and 1");
        }
    }

    public long records() {
        return partitions * recordsPerPartition;
    }

    /** The key of an input: {@code key % partitions} is its partition. */
    public long keyOf(int partition, long offset) {
        long random = mix(seed ^ mix(offset * partitions + partition));
        return Math.floorMod(random, (long) keysPerPartition) * partitions + partition;
    }

    /** The hash of a key before its first input. */
    public long firstHash(long key) {
        return mix(seed + key);
    }

    /** The hash of a key after one more input. */
    public static long nextHash(long hash, long offset) {
        return mix(hash ^ (offset + GOLDEN));
    }

    /** Stafford's variant 13 of the 64-bit finaliser, as in {@link java.util.SplittableRandom}. */
    private static long mix(long z) {
        long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        return x ^ (x >>> 31);
    }
}
