package dev.weir.consistency.checker;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.history.Workload;
import java.util.Arrays;

/** The right output for each input, computed as far as it was asked for and then kept. */
final class Truth {
    private final Workload workload;
    private final Partition[] partitions;

    Truth(Workload workload) {
        this.workload = workload;
        this.partitions = new Partition[workload.partitions()];
        for (int i = 0; i < partitions.length; i++) {
            partitions[i] = new Partition(workload, i);
        }
    }

    Workload workload() {
        return workload;
    }

    /** Whether the workload has an input there. */
    boolean has(int partition, long offset) {
        return partition >= 0
                && partition < partitions.length
                && offset >= 0
                && offset < workload.recordsPerPartition();
    }

    /** Whether this is what the input there must give; stamps are not looked at. */
    boolean isRight(OutputRecord record) {
        Partition partition = partitions[record.partition()];
        int offset = (int) record.offset();
        partition.extendTo(offset);
        return partition.hashes[offset] == record.hash()
                && partition.sequences[offset] == record.sequence()
                && key(record.partition(), offset) == record.key();
    }

    long key(int partition, long offset) {
        partitions[partition].extendTo((int) offset);
        return (long) partitions[partition].keys[(int) offset] * workload.partitions() + partition;
    }

    long sequence(int partition, long offset) {
        partitions[partition].extendTo((int) offset);
        return partitions[partition].sequences[(int) offset];
    }

    /** Whether all of an attempt's or checkpoint's positions are beyond the input. */
    static boolean covers(long[] positions, int partition, long offset) {
        return offset < positions[partition];
    }

    private static final class Partition {
        private final Workload workload;
        private final int number;
        private final int[] counts;
        private final long[] heads;
        private int known;
        int[] keys = new int[0];
        int[] sequences = new int[0];
        long[] hashes = new long[0];

        Partition(Workload workload, int number) {
            if (workload.recordsPerPartition() > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException("Cannot check a workload: it has more records than an array: "
                        + workload.recordsPerPartition() + " in a partition; use more partitions");
            }
            this.workload = workload;
            this.number = number;
            this.counts = new int[workload.keysPerPartition()];
            this.heads = new long[workload.keysPerPartition()];
            for (int i = 0; i < heads.length; i++) {
                heads[i] = workload.firstHash((long) i * workload.partitions() + number);
            }
        }

        void extendTo(int offset) {
            if (offset < known) {
                return;
            }
            if (offset >= hashes.length) {
                int size = (int) Math.min(workload.recordsPerPartition(), Math.max(1024L, 2L * (offset + 1)));
                keys = Arrays.copyOf(keys, size);
                sequences = Arrays.copyOf(sequences, size);
                hashes = Arrays.copyOf(hashes, size);
            }
            for (int i = known; i <= offset; i++) {
                int key = (int) (workload.keyOf(number, i) / workload.partitions());
                heads[key] = Workload.nextHash(heads[key], i);
                keys[i] = key;
                sequences[i] = ++counts[key];
                hashes[i] = heads[key];
            }
            known = offset + 1;
        }
    }
}
