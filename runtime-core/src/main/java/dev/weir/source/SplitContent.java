package dev.weir.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A split's file, opened and brought to the first line that the split has still to give. */
final class SplitContent {
    /** How much is decompressed per call while skipping: a barrier waits no longer than that. */
    private static final int SKIPPED_PER_CALL = 4 << 20;

    private static final int LARGE_BUFFER = 128 * 1024;
    /** For a look at a line or two. */
    private static final int SMALL_BUFFER = 8 * 1024;

    private final FileSource.Split split;
    private final InputStream in;
    private final FileHeader header;
    private final LineCursor lines;
    private long toSkip;

    private SplitContent(FileSource.Split split, InputStream in, FileHeader header, LineCursor lines, long toSkip) {
        this.split = split;
        this.in = in;
        this.header = header;
        this.lines = lines;
        this.toSkip = toSkip;
    }

    /** Checks that a split's file is still the one that was planned. */
    static void check(FileSource.Split split) {
        try {
            Path path = Path.of(split.path());
            long size = Files.size(path);
            if (size < split.fileSize()) {
                throw FileErrors.becameShorter(split, size);
            }
            if (FileHead.read(path, split.fileSize()).checksum() != split.headChecksum()) {
                throw FileErrors.wasReplaced(split);
            }
        } catch (IOException e) {
            throw FileErrors.cannotContinue(split, e);
        }
    }

    static SplitContent open(FileSource.Split split, FileSettings<?> settings) {
        check(split);
        try {
            return opened(split, settings);
        } catch (IOException e) {
            throw FileErrors.failedAt(split.path(), split.offset(), e);
        }
    }

    private static SplitContent opened(FileSource.Split split, FileSettings<?> settings) throws IOException {
        List<String> header = new ArrayList<>();
        long from = Math.max(firstLine(split, settings), behindHeader(split, settings, header));
        InputStream in = FileInput.openContent(split, from);
        int bufferSize = split.gzip() ? LARGE_BUFFER : (int) Math.min(LARGE_BUFFER, split.fileSize() - from);
        LineCursor lines = new LineCursor(in, from, bufferSize, settings.maxLineBytes(), settings.quotedNewlines());
        return new SplitContent(split, in, new FileHeader(split.path(), header), lines, split.gzip() ? from : 0);
    }

    /** Reads the header lines and returns where the first record may begin. */
    private static long behindHeader(FileSource.Split split, FileSettings<?> settings, List<String> header)
            throws IOException {
        int wanted = settings.format().headerLines();
        if (wanted == 0) {
            return 0;
        }
        InputStream in = FileInput.openContent(split, 0);
        try (LineCursor lines =
                new LineCursor(in, 0, SMALL_BUFFER, settings.maxLineBytes(), settings.quotedNewlines())) {
            while (header.size() < wanted && lines.next()) {
                header.add(new String(lines.bytes(), lines.start(), lines.length(), StandardCharsets.UTF_8));
            }
            return lines.nextOffset();
        }
    }

    /** Where the first line begins that the split has still to give: of a new range, the first line that begins in it. */
    private static long firstLine(FileSource.Split split, FileSettings<?> settings) throws IOException {
        if (split.start() == 0 || split.offset() > split.start()) {
            return split.offset();
        }
        long before = split.start() - 1;
        // Not beyond the end: if no line begins in the range, the search stops there, and so does the reading.
        InputStream in = FileInput.open(Path.of(split.path()), before, split.end());
        try (LineCursor lines = new LineCursor(in, before, SMALL_BUFFER, settings.maxLineBytes(), null)) {
            return lines.next() ? lines.nextOffset() : split.end();
        }
    }

    FileHeader header() {
        return header;
    }

    LineCursor lines() {
        return lines;
    }

    /** Does a bounded piece of the way to the first line, if it can only be reached by decompressing all before. */
    boolean reachesFirstLine() throws IOException {
        long left = SKIPPED_PER_CALL;
        while (toSkip > 0 && left > 0) {
            long skipped = in.skip(Math.min(toSkip, left));
            if (skipped == 0) {
                throw FileErrors.endsBeforeOffset(split);
            }
            toSkip -= skipped;
            left -= skipped;
        }
        return toSkip == 0;
    }
}
