package dev.weir.source;

import java.util.ArrayList;
import java.util.List;

/** Makes the records of the stripes of one subtask at a given pace. */
final class PacedGeneratorReader<T> implements SourceReader<GeneratorSource.Stripe> {
    /** Per stripe and poll: small, so that the stripes stay close together when there is something to make up for. */
    private static final int RECORDS_PER_TURN = 256;

    private final GeneratorFunction<T> function;
    private final long count;
    private final SourceReaderContext<T> context;
    private final List<PacedStripe<T>> unfinished = new ArrayList<>();
    private Pace pace;

    PacedGeneratorReader(
            GeneratorFunction<T> function, long count, long recordsPerSecond, SourceReaderContext<T> context) {
        this.function = function;
        this.count = count;
        this.context = context;
        pace = new Pace(recordsPerSecond, context.clock().nanos());
    }

    @Override
    public void start(List<GeneratorSource.Stripe> splits) {
        for (GeneratorSource.Stripe split : splits) {
            unfinished.add(
                    new PacedStripe<>(new StripeCursor<>(function, count, split, context.output(split.splitId()))));
        }
        pace = pace.from(context.clock().nanos());
    }

    @Override
    public PollStatus poll() {
        long now = context.clock().nanos();
        boolean moreDue = false;
        for (PacedStripe<T> stripe : unfinished) {
            moreDue |= stripe.emitDue(pace, now);
        }
        unfinished.removeIf(stripe -> {
            boolean finished = stripe.cursor.finished();
            if (finished) {
                context.splitFinished(stripe.cursor.splitId());
            }
            return finished;
        });
        if (unfinished.isEmpty()) {
            return PollStatus.END;
        }
        return moreDue ? PollStatus.MORE : PollStatus.WAIT;
    }

    @Override
    public List<GeneratorSource.Stripe> snapshot(long checkpointId) {
        return unfinished.stream().map(stripe -> stripe.cursor.position()).toList();
    }

    @Override
    public void close() {}

    private static final class PacedStripe<T> {
        private final StripeCursor<T> cursor;
        private long emitted;

        PacedStripe(StripeCursor<T> cursor) {
            this.cursor = cursor;
        }

        /** Returns whether the stripe is still behind its pace. */
        boolean emitDue(Pace pace, long now) {
            long due = pace.due(now, cursor.stripe(), cursor.stripes()) - emitted;
            emitted += cursor.emit((int) Math.min(due, RECORDS_PER_TURN));
            return due > RECORDS_PER_TURN;
        }
    }
}
