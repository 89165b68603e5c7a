package dev.weir.source;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the splits of one subtask: several files in turns, so that their event times advance together, and the ranges of
 * one file one after the other.
 */
final class FileSourceReader<T> implements SourceReader<FileSource.Split> {
    private static final int OPEN_FILES = 32;
    private static final int LINES_PER_TURN = 512;

    private final FileSettings<T> settings;
    private final SourceReaderContext<T> context;
    private final Consumer<LineFault> malformed;
    /** Files whose turn comes round, at most {@link #OPEN_FILES}. */
    private final Deque<FileRanges> active = new ArrayDeque<>();

    private final Deque<FileRanges> waiting = new ArrayDeque<>();

    FileSourceReader(FileSettings<T> settings, SourceReaderContext<T> context) {
        this.settings = settings;
        this.context = context;
        malformed = settings.malformedLines().receiver(context);
    }

    @Override
    public void start(List<FileSource.Split> splits) {
        SortedMap<String, List<FileSource.Split>> files = new TreeMap<>();
        for (FileSource.Split split : splits) {
            files.computeIfAbsent(split.path(), path -> new ArrayList<>()).add(split);
        }
        for (List<FileSource.Split> ranges : files.values()) {
            // All at once at the start: hours later would be too late to learn that a file is gone.
            SplitContent.check(ranges.get(0));
            waiting.add(new FileRanges(ranges));
        }
    }

    @Override
    public PollStatus poll() throws IOException {
        while (active.size() < OPEN_FILES && !waiting.isEmpty()) {
            active.add(waiting.remove());
        }
        FileRanges file = active.peek();
        if (file == null) {
            return PollStatus.END;
        }
        file.read();
        active.remove();
        if (!file.finished()) {
            active.add(file);
        }
        return active.isEmpty() && waiting.isEmpty() ? PollStatus.END : PollStatus.MORE;
    }

    @Override
    public List<FileSource.Split> snapshot(long checkpointId) {
        List<FileSource.Split> positions = new ArrayList<>();
        active.forEach(file -> file.addPositions(positions));
        waiting.forEach(file -> file.addPositions(positions));
        return positions;
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (FileRanges file : active) {
            try {
                file.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * The ranges of one file that are still to be read, in order; the first of them may be open. They are one sequence in
     * event time, which goes to the output of the first: the watermark may follow it to the end, since no later range
     * has anything that is earlier than the file's order allows.
     */
    private final class FileRanges {
        private final Deque<FileSource.Split> ranges;
        private final String outputId;
        private final SourceOutput<T> output;
        private @Nullable OpenSplit<T> open;

        FileRanges(List<FileSource.Split> unordered) {
            ranges = new ArrayDeque<>(unordered.stream()
                    .sorted(Comparator.comparingLong(FileSource.Split::start))
                    .toList());
            outputId = ranges.element().splitId();
            output = context.output(outputId);
            ranges.stream().skip(1).map(FileSource.Split::splitId).forEach(context::splitFinished);
        }

        boolean finished() {
            return ranges.isEmpty();
        }

        void read() throws IOException {
            OpenSplit<T> range = open;
            if (range == null) {
                range = new OpenSplit<>(ranges.element(), settings, output, malformed);
                open = range;
            }
            if (!range.read(LINES_PER_TURN)) {
                close();
                ranges.remove();
                if (finished()) {
                    context.splitFinished(outputId);
                }
            }
        }

        void addPositions(List<FileSource.Split> positions) {
            OpenSplit<T> range = open;
            if (range == null) {
                positions.addAll(ranges);
            } else {
                positions.add(range.position());
                ranges.stream().skip(1).forEach(positions::add);
            }
        }

        void close() throws IOException {
            OpenSplit<T> range = open;
            open = null;
            if (range != null) {
                range.close();
            }
        }
    }
}
