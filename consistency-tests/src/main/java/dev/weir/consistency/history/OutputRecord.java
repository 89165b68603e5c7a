package dev.weir.consistency.history;

/**
 * A record at the destination; it says where it comes from, so that nothing has to be remembered to judge it.
 *
 * <p>The first five components are a function of the {@link Workload} and of partition and offset alone: whoever produces the
 * record again produces the same. The last three stamp who wrote it, and differ when an input is processed again after a crash.
 *
 * @param partition of the source
 * @param offset of the input in its partition, from 0
 * @param key the input's key
 * @param sequence which of its key's inputs it was, from 1
 * @param hash the rolling hash over the key's inputs up to this one
 * @param shard the commit shard, which is the subtask that emitted it
 * @param attempt the attempt that emitted it
 * @param epoch how many barriers the source had sent before it, over all attempts: all records of one attempt, shard and epoch
 *     belong to one commit unit (or to its parts)
 */
public record OutputRecord(
        int partition, long offset, long key, long sequence, long hash, int shard, long attempt, long epoch) {
    /** The same with no stamp, for a comparison by content. */
    public OutputRecord unstamped() {
        return new OutputRecord(partition, offset, key, sequence, hash, 0, 0, 0);
    }
}
