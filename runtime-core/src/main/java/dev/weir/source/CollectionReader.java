package dev.weir.source;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Reads the ranges of one subtask one after the other. */
final class CollectionReader<T> implements SourceReader<CollectionSource.Range> {
    private static final int RECORDS_PER_POLL = 512;

    private final List<T> records;
    private final SourceReaderContext<T> context;
    private final Deque<CollectionSource.Range> unfinished = new ArrayDeque<>();

    CollectionReader(List<T> records, SourceReaderContext<T> context) {
        this.records = records;
        this.context = context;
    }

    @Override
    public void start(List<CollectionSource.Range> splits) {
        for (CollectionSource.Range split : splits) {
            if (split.end() > records.size()) {
                throw new WeirException(
                        ErrorCode.STATE_INCOMPATIBLE,
                        "Cannot continue reading a collection: it became shorter than the checkpoint's: "
                                + records.size() + " records, at least " + split.end()
                                + " needed; give the job an equal list, or start it afresh");
            }
            unfinished.add(split);
        }
    }

    @Override
    public PollStatus poll() {
        CollectionSource.Range split = unfinished.poll();
        if (split == null) {
            return PollStatus.END;
        }
        SourceOutput<T> output = context.output(split.splitId());
        int end = Math.min(split.end(), split.next() + RECORDS_PER_POLL);
        for (int index = split.next(); index < end; index++) {
            output.collect(records.get(index));
        }
        if (end < split.end()) {
            unfinished.addFirst(new CollectionSource.Range(split.first(), end, split.end()));
        } else {
            context.splitFinished(split.splitId());
        }
        return unfinished.isEmpty() ? PollStatus.END : PollStatus.MORE;
    }

    @Override
    public List<CollectionSource.Range> snapshot(long checkpointId) {
        return new ArrayList<>(unfinished);
    }

    @Override
    public void close() {}
}
