package dev.weir.delivery;

import dev.weir.codec.ByteWriter;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.fault.Label;
import dev.weir.sink.CommitUnit;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Fills the units of one shard, one after the other. After a rewind it compares records with what the destination has
 * already, until the stream has come to where the ledger is.
 *
 * <p><b>Threading:</b> confined to the task's thread.
 */
final class UnitWriter<T> {
    private final DeliveryContext context;
    private final int shard;
    private final String lineage;
    private final RecordFraming<T> framing;
    private final ByteWriter compared = new ByteWriter();
    private long sequence;
    private long records;
    private long digest;
    private @Nullable StreamPosition skipUntil;
    private @Nullable SegmentWriter segment;
    private long recordsBefore;
    private long digestBefore;

    UnitWriter(DeliveryContext context, int shard, String lineage, RecordFraming<T> framing, ShardRecovery recovery) {
        this.context = context;
        this.shard = shard;
        this.lineage = lineage;
        this.framing = framing;
        this.sequence = recovery.last().sequence() + 1;
        this.records = recovery.stream().records();
        this.digest = recovery.stream().digest();
        this.skipUntil = recovery.skipUntil();
        this.recordsBefore = records;
        this.digestBefore = digest;
    }

    void write(T value) {
        context.faults().at(Label.SEGMENT_BEFORE_APPEND);
        StreamPosition until = skipUntil;
        if (until != null) {
            compare(value, until);
            return;
        }
        SegmentWriter target = segment;
        if (target == null) {
            target = new SegmentWriter(
                    context.segments(),
                    new SegmentName(context.sinkUid(), shard, context.attempt(), sequence),
                    context.faults());
            segment = target;
        }
        append(value, target.buffer());
        try {
            target.recordAppended();
        } catch (IOException e) {
            throw new WeirException(
                    ErrorCode.CHECKPOINT_STORE,
                    "Cannot write a segment of " + context.describeShard(shard) + ": " + e
                            + "; check the disk of the checkpoint store",
                    e);
        }
    }

    private void compare(T value, StreamPosition until) {
        append(value, compared.clear());
        if (records < until.records()) {
            return;
        }
        if (digest != until.digest()) {
            throw notIdentical(records + " records were produced again, and they are not the ones at the destination");
        }
        skipUntil = null;
        recordsBefore = records;
        digestBefore = digest;
    }

    private void append(T value, ByteWriter out) {
        int start = out.size();
        try {
            framing.append(value, out);
        } catch (WeirException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new WeirException(
                    ErrorCode.INVALID_DATA,
                    "Cannot encode a record for " + context.describeSink() + ": " + e + ": codec "
                            + framing.fingerprint() + ", record of "
                            + value.getClass().getName() + "; correct the codec or the record",
                    e);
        }
        digest = StreamPosition.digest(digest, out.array(), start, out.size() - start);
        records++;
    }

    void endInput() {
        StreamPosition until = skipUntil;
        if (until != null) {
            throw notIdentical("the input ended after " + records + " records, and the destination has "
                    + until.records() + " of this shard");
        }
    }

    SealedUnit seal(long checkpointId) {
        SegmentWriter filled = segment;
        segment = null;
        StreamPosition end = skipUntil == null ? position() : skipUntil;
        long count = skipUntil == null ? records - recordsBefore : 0;
        CommitUnit unit = new CommitUnit(lineage, sequence, checkpointId, count, end.records(), end.digest());
        SealedUnit sealed = new SealedUnit(
                unit, count == 0 ? end.digest() : digestBefore, filled == null ? Segment.EMPTY : filled.seal());
        sequence++;
        recordsBefore = records;
        digestBefore = digest;
        return sealed;
    }

    @Nullable
    StreamPosition skipUntil() {
        return skipUntil;
    }

    void abandon() throws IOException {
        if (segment != null) {
            segment.abandon();
            segment = null;
        }
    }

    StreamPosition position() {
        return new StreamPosition(records, digest);
    }

    private WeirException notIdentical(String why) {
        return new WeirException(
                ErrorCode.REWIND,
                "Cannot skip what " + context.describeShard(shard) + " has committed already: " + why + ": lineage="
                        + lineage + ", digest " + Long.toHexString(digest)
                        + "; nothing was written; restore the newest checkpoint, or choose RewindPolicy.FORK");
    }
}
