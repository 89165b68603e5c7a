package dev.weir.source;

import java.util.ArrayList;
import java.util.List;

/** Makes the records of the stripes of one subtask as fast as they are taken, one stripe after the other in turns. */
final class GeneratorReader<T> implements SourceReader<GeneratorSource.Stripe> {
    private static final int RECORDS_PER_POLL = 1024;

    private final GeneratorFunction<T> function;
    private final long count;
    private final SourceReaderContext<T> context;
    private final List<StripeCursor<T>> unfinished = new ArrayList<>();
    private int turn;

    GeneratorReader(GeneratorFunction<T> function, long count, SourceReaderContext<T> context) {
        this.function = function;
        this.count = count;
        this.context = context;
    }

    @Override
    public void start(List<GeneratorSource.Stripe> splits) {
        for (GeneratorSource.Stripe split : splits) {
            unfinished.add(new StripeCursor<>(function, count, split, context.output(split.splitId())));
        }
    }

    @Override
    public PollStatus poll() {
        if (unfinished.isEmpty()) {
            return PollStatus.END;
        }
        if (turn >= unfinished.size()) {
            turn = 0;
        }
        StripeCursor<T> cursor = unfinished.get(turn);
        cursor.emit(RECORDS_PER_POLL);
        if (cursor.finished()) {
            unfinished.remove(turn);
            context.splitFinished(cursor.splitId());
        } else {
            turn++;
        }
        return unfinished.isEmpty() ? PollStatus.END : PollStatus.MORE;
    }

    @Override
    public List<GeneratorSource.Stripe> snapshot(long checkpointId) {
        return unfinished.stream().map(StripeCursor::position).toList();
    }

    @Override
    public void close() {}
}
