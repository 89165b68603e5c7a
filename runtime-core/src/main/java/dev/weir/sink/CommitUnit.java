package dev.weir.sink;

/**
 * What one commit shard emits between two checkpoints.
 *
 * @param lineage the job's lineage
 * @param sequence the shard's own counter: one more than the unit before, from 1, empty units counted
 * @param checkpointId the checkpoint that closed the unit
 * @param recordCount the number of records
 * @param digest a 64-bit digest of the encoded records in order
 */
public record CommitUnit(String lineage, long sequence, long checkpointId, long recordCount, long digest) {}
