package dev.weir.sink;

/**
 * What one commit shard emits between two checkpoints.
 *
 * @param lineage the job's lineage
 * @param sequence the shard's own counter: one more than the unit before, from 1, empty units counted
 * @param checkpointId the checkpoint that closed the unit
 * @param recordCount the number of records
 * @param position the number of records that the shard has emitted since the job's fresh start, up to the end of the unit
 * @param digest a running 64-bit digest of those records, encoded, in order: an empty unit has the one of the unit before
 */
public record CommitUnit(
        String lineage, long sequence, long checkpointId, long recordCount, long position, long digest) {}
