package dev.weir.delivery;

import dev.weir.sink.CommitUnit;
import dev.weir.state.FileRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A unit that a checkpoint holds and that was not known as committed at its barrier.
 *
 * @param segments the files with its records; empty if only a transaction has them, or if there are no records
 * @param handle of the prepared transaction that holds it, as the destination gave it; null if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record PendingUnit(CommitUnit unit, List<FileRef> segments, byte @Nullable [] handle) {
    public PendingUnit {
        segments = List.copyOf(segments);
    }

    static PendingUnit of(SealedUnit sealed) {
        Segment segment = sealed.segment();
        UnitTransaction transaction = sealed.transaction();
        return new PendingUnit(
                sealed.unit(),
                segment == null ? List.of() : segment.files(),
                transaction == null ? null : transaction.handle());
    }
}
