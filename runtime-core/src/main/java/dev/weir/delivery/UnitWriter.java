package dev.weir.delivery;

import dev.weir.codec.ByteWriter;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.fault.Label;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.EncodedSinkTransaction;
import dev.weir.sink.SinkTransaction;
import dev.weir.sink.TransactionShard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fills the units of one shard, one after the other: into a segment, an open transaction, or both. After a rewind it
 * compares records with what the destination has already, until the stream has come to where the ledger is.
 *
 * <p>A segment that grows beyond {@link #LARGEST_PART} is closed as a unit of its own with the next number: so a large
 * unit is applied in parts, each with its own step of the ledger, by the protocol as it is. All parts belong to the
 * checkpoint that follows.
 *
 * <p><b>Threading:</b> confined to the task's thread.
 */
final class UnitWriter<T> {
    static final long LARGEST_PART = 64 << 20;

    private final DeliveryContext context;
    private final int shard;
    private final String lineage;
    private final @Nullable RecordFraming<T> framing;
    private final boolean keepsSegments;
    private final @Nullable TransactionShard<T> transactions;
    private final long largestPart;
    private final ByteWriter scratch = new ByteWriter();
    private final List<Part> parts = new ArrayList<>();
    private long sequence;
    private long records;
    private long digest;
    private @Nullable StreamPosition skipUntil;
    private @Nullable SegmentWriter segment;
    private @Nullable SinkTransaction<T> transaction;
    private long recordsBefore;
    private long digestBefore;
    /** The bytes of the record that was appended last; a segment's buffer may have been taken away meanwhile, but is not changed. */
    private byte[] encoded = {};

    private int encodedFrom;
    private int encodedLength;

    /** What is closed but for the checkpoint's number. */
    private record Part(
            long sequence,
            long count,
            StreamPosition end,
            long digestBefore,
            @Nullable Segment segment,
            @Nullable UnitTransaction transaction) {}

    /**
     * Where records go.
     *
     * @param framing how they are encoded, or null if the destination keeps no ledger and has no use for a digest
     * @param keepsSegments whether they go into segments
     * @param transactions where transactions are opened, or null
     */
    record Target<T>(
            @Nullable RecordFraming<T> framing,
            boolean keepsSegments,
            @Nullable TransactionShard<T> transactions,
            long largestPart) {}

    UnitWriter(DeliveryContext context, int shard, String lineage, Target<T> target, ShardRecovery recovery) {
        this.context = context;
        this.shard = shard;
        this.lineage = lineage;
        this.framing = target.framing();
        this.keepsSegments = target.keepsSegments();
        this.transactions = target.transactions();
        this.largestPart = target.largestPart();
        this.sequence = recovery.last().sequence() + 1;
        this.records = recovery.stream().records();
        this.digest = recovery.stream().digest();
        this.skipUntil = recovery.skipUntil();
        this.recordsBefore = records;
        this.digestBefore = digest;
    }

    void write(T value) throws Exception {
        context.faults().at(Label.SEGMENT_BEFORE_APPEND);
        StreamPosition until = skipUntil;
        if (until != null) {
            compare(value, until);
            return;
        }
        if (keepsSegments) {
            writeToSegment(value);
        } else {
            append(value, scratch.clear());
        }
        if (transactions != null) {
            SinkTransaction<T> open = transaction;
            if (open == null) {
                open = transactions.begin(lineage, sequence);
                transaction = open;
            }
            if (framing != null && open instanceof EncodedSinkTransaction<T> takesBytes) {
                takesBytes.writeEncoded(encoded, encodedFrom, encodedLength);
            } else {
                open.write(value);
            }
        }
    }

    /** Whether records had better come later, when a unit before this one is committed. */
    boolean isFull() {
        SinkTransaction<T> open = transaction;
        return open != null && open.isFull();
    }

    private void writeToSegment(T value) {
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
        if (transactions == null && target.size() >= largestPart) {
            parts.add(closePart());
        }
    }

    private void compare(T value, StreamPosition until) {
        append(value, scratch.clear());
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
        if (framing != null) {
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
            // A store of a reference costs G1 a memory fence, so an array that stays is not stored again.
            if (encoded != out.array()) {
                encoded = out.array();
            }
            encodedFrom = start + framing.prefix();
            encodedLength = out.size() - encodedFrom;
        }
        records++;
    }

    void endInput() {
        StreamPosition until = skipUntil;
        if (until != null) {
            throw notIdentical("the input ended after " + records + " records, and the destination has "
                    + until.records() + " of this shard");
        }
    }

    /**
     * Closes what was written since the last call: one unit, or several if it was cut; none if that would be empty and others
     * still wait. Each costs the destination a commit: where one takes longer than it is from checkpoint to checkpoint, empty ones
     * would keep those that wait from ever becoming fewer, and the input would be held back for good.
     */
    List<SealedUnit> seal(long checkpointId, boolean othersWait) {
        boolean isEmpty = parts.isEmpty() && (skipUntil != null || records == recordsBefore);
        if (isEmpty && othersWait) {
            return List.of();
        }
        parts.add(closePart());
        List<SealedUnit> units = new ArrayList<>();
        for (Part part : parts) {
            units.add(sealed(part, checkpointId));
        }
        parts.clear();
        return units;
    }

    private SealedUnit sealed(Part part, long checkpointId) {
        CommitUnit unit = new CommitUnit(
                lineage,
                part.sequence(),
                checkpointId,
                part.count(),
                part.end().records(),
                part.end().digest());
        return new SealedUnit(unit, part.digestBefore(), part.segment(), part.transaction());
    }

    private Part closePart() {
        SegmentWriter filled = segment;
        segment = null;
        SinkTransaction<T> open = transaction;
        transaction = null;
        StreamPosition end = skipUntil == null ? position() : skipUntil;
        long count = skipUntil == null ? records - recordsBefore : 0;
        @Nullable Segment content = filled != null ? filled.seal() : keepsSegments ? Segment.EMPTY : null;
        Part part = new Part(
                sequence,
                count,
                end,
                count == 0 ? end.digest() : digestBefore,
                content,
                open == null ? null : new UnitTransaction(open, context.faults()));
        sequence++;
        recordsBefore = records;
        digestBefore = digest;
        return part;
    }

    @Nullable
    StreamPosition skipUntil() {
        return skipUntil;
    }

    /** Lets go of what is not sealed. */
    void abandon() throws IOException {
        SinkTransaction<T> open = transaction;
        transaction = null;
        try {
            if (open != null) {
                open.abort();
            }
        } finally {
            if (segment != null) {
                segment.abandon();
                segment = null;
            }
            for (Part part : parts) {
                if (part.segment() != null) {
                    part.segment().abandon();
                }
            }
            parts.clear();
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
