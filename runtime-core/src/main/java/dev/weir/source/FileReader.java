package dev.weir.source;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the splits of one subtask: several files in turns, so that their event times advance together, and the ranges of
 * one file one after the other.
 */
final class FileReader<T> implements SourceReader<FileSource.Split> {
    private static final int OPEN_FILES = 32;
    private static final int LINES_PER_TURN = 512;

    private final FileSettings<T> settings;
    private final SourceReaderContext<T> context;
    private final Consumer<LineFault> malformed;
    /** Files whose turn comes round, at most {@link #OPEN_FILES}. */
    private final Deque<FileRanges> active = new ArrayDeque<>();

    private final Deque<FileRanges> waiting = new ArrayDeque<>();

    FileReader(FileSettings<T> settings, SourceReaderContext<T> context) {
        this.settings = settings;
        this.context = context;
        malformed = settings.malformedLines().receiver(context);
    }

    @Override
    public void start(List<FileSource.Split> splits) {
        Map<String, FileRanges> files = new LinkedHashMap<>();
        for (FileSource.Split split : splits) {
            files.computeIfAbsent(split.path(), path -> checked(split)).add(split);
        }
        waiting.addAll(files.values());
    }

    /** All at once at the start: hours later would be too late to learn that a file is gone. */
    private FileRanges checked(FileSource.Split split) {
        SplitContent.check(split);
        return new FileRanges();
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
    public List<FileSource.Split> snapshot() {
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

    /** The ranges of one file that are still to be read, in order; the first of them may be open. */
    private final class FileRanges {
        private final PriorityQueue<FileSource.Split> ranges =
                new PriorityQueue<>(Comparator.comparingLong(FileSource.Split::start));
        private @Nullable OpenSplit<T> open;

        void add(FileSource.Split split) {
            ranges.add(split);
        }

        boolean finished() {
            return ranges.isEmpty();
        }

        void read() throws IOException {
            FileSource.Split split = ranges.element();
            OpenSplit<T> reader = open;
            if (reader == null) {
                reader = new OpenSplit<>(split, settings, context.output(split.splitId()), malformed);
                open = reader;
            }
            if (!reader.read(LINES_PER_TURN)) {
                close();
                ranges.remove();
                context.splitFinished(split.splitId());
            }
        }

        void addPositions(List<FileSource.Split> positions) {
            OpenSplit<T> reader = open;
            for (FileSource.Split split : ranges) {
                positions.add(
                        reader != null && split.start() == reader.position().start() ? reader.position() : split);
            }
        }

        void close() throws IOException {
            OpenSplit<T> reader = open;
            open = null;
            if (reader != null) {
                reader.close();
            }
        }
    }
}
