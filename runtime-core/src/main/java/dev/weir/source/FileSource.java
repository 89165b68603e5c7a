package dev.weir.source;

import dev.weir.codec.Codec;
import dev.weir.element.OutputTag;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.guarantee.Finding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Reads the lines of text files: UTF-8, with or without byte order mark, plain or gzip (told by its first bytes).
 *
 * <p><b>Paths.</b> A path names a file, a directory (all files below it), or files by a glob such as {@code
 * /data/*}{@code /orders-*.csv} ({@link java.nio.file.FileSystem#getPathMatcher}). Below directories and by globs, names
 * that begin with a dot are left out: they belong to writers at work. Files are read in the order of their paths, many
 * at once.
 *
 * <p><b>Ranges.</b> A large file is cut into ranges of bytes that different subtasks read; a line belongs to the range
 * in which it begins. Files with gzip and formats with line ends inside a record are never cut.
 *
 * <p><b>Event time.</b> A subtask reads up to 32 files in turns, and the ranges of one file in order, as one sequence: the
 * watermark waits for the slowest file, also for one whose turn has not come yet, but not for later ranges.
 *
 * <p><b>Replay.</b> A checkpoint keeps a byte offset for each range; with gzip, an offset in the decompressed content,
 * and a restore decompresses everything before it again. A file is read up to the size that it had when the job was
 * planned: what is appended later is not read. A file that was removed, cut off or replaced since is an error.
 *
 * @param <T> records
 */
public final class FileSource<T> implements Source<T, FileSource.Split>, DeclaresReplay {
    private final FileSettings<T> settings;

    private FileSource(FileSettings<T> settings) {
        this.settings = settings;
    }

    /** Each line of the files is a record. */
    public static FileSource<String> lines(String... paths) {
        return builder(TextLines.INSTANCE).paths(paths).build();
    }

    /** Each row of the CSV files is a record. */
    public static <T> FileSource<T> csv(CsvFormat<T> format, String... paths) {
        return builder(format).paths(paths).build();
    }

    public static <T> Builder<T> builder(LineFormat<T> format) {
        return new Builder<>(format);
    }

    /**
     * A file or a range of a file.
     *
     * @param path absolute
     * @param start where the range begins
     * @param end where the range ends; {@link Long#MAX_VALUE} with gzip, whose decompressed size is not known
     * @param offset where the next line begins, in the decompressed content; {@code start} at first
     * @param fileSize the size of the file when it was planned
     * @param headChecksum CRC32C of the file's first {@value FileHead#SIZE} bytes, or of all if there are fewer
     * @param gzip whether the file is compressed
     */
    public record Split(String path, long start, long end, long offset, long fileSize, int headChecksum, boolean gzip)
            implements SourceSplit {
        /** Text shrinks to about a third; only a guess is needed. */
        private static final int GZIP_RATIO = 3;

        @Override
        public String splitId() {
            return path + "@" + start;
        }

        @Override
        public long weight() {
            return Math.max(1, gzip ? fileSize * GZIP_RATIO - offset : end - offset);
        }

        Split at(long newOffset) {
            return new Split(path, start, end, newOffset, fileSize, headChecksum, gzip);
        }
    }

    @Override
    public Boundedness boundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public List<Split> planSplits(SplitPlanContext context) {
        long rangeBytes = settings.quotedNewlines() == null ? settings.rangeBytes() : Long.MAX_VALUE;
        return FileSplitPlanner.plan(settings.paths(), rangeBytes);
    }

    @Override
    public SourceReader<Split> createReader(SourceReaderContext<T> context) {
        return new FileSourceReader<>(settings, context);
    }

    @Override
    public Codec<Split> splitCodec() {
        return FileSplitCodec.INSTANCE;
    }

    @Override
    public Finding replay() {
        return Finding.good(kind(), "reads each file on from the byte offset in the checkpoint");
    }

    @Override
    public String kind() {
        return "files";
    }

    /** Collects the settings of a {@link FileSource}. */
    public static final class Builder<T> {
        private static final long DEFAULT_RANGE_BYTES = 64L << 20;
        private static final int DEFAULT_MAX_LINE_BYTES = 16 << 20;
        private static final int SMALLEST_MAX_LINE_BYTES = 1024;
        private static final int LARGEST_MAX_LINE_BYTES = 1 << 30;

        private final LineFormat<T> format;
        private final List<String> paths = new ArrayList<>();
        private long rangeBytes = DEFAULT_RANGE_BYTES;
        private int maxLineBytes = DEFAULT_MAX_LINE_BYTES;
        private MalformedLines malformedLines = new MalformedLines.Fail();

        private Builder(LineFormat<T> format) {
            this.format = format;
        }

        /** Adds files, directories or globs. */
        public Builder<T> paths(String... more) {
            Collections.addAll(paths, more);
            return this;
        }

        /** Cuts files into ranges of this many bytes; 64 MiB unless told. */
        public Builder<T> rangeBytes(long bytes) {
            rangeBytes = bytes;
            return this;
        }

        /** Never cuts a file. */
        public Builder<T> wholeFiles() {
            return rangeBytes(Long.MAX_VALUE);
        }

        /** Takes longer lines as malformed; 16 MiB unless told. */
        public Builder<T> maxLineBytes(int bytes) {
            maxLineBytes = bytes;
            return this;
        }

        /** Fails the job at a malformed line; this is what happens unless told. */
        public Builder<T> failOnMalformedLines() {
            malformedLines = new MalformedLines.Fail();
            return this;
        }

        /** Leaves malformed lines out; the counter {@code malformedRecords} says how many. */
        public Builder<T> skipMalformedLines() {
            malformedLines = new MalformedLines.Skip();
            return this;
        }

        /** Sends malformed lines to a side output; the counter {@code malformedRecords} says how many. */
        public Builder<T> malformedLinesTo(OutputTag<MalformedLine> tag) {
            malformedLines = new MalformedLines.SideOutput(tag);
            return this;
        }

        /** @throws WeirException with {@code INVALID_JOB} that names all faults */
        public FileSource<T> build() {
            List<String> faults = new ArrayList<>();
            if (paths.isEmpty()) {
                faults.add("no path is given");
            }
            if (paths.stream().anyMatch(String::isBlank)) {
                faults.add("a path is blank");
            }
            if (rangeBytes < 1) {
                faults.add("rangeBytes is " + rangeBytes + ", 1 is the least");
            }
            if (maxLineBytes < SMALLEST_MAX_LINE_BYTES || maxLineBytes > LARGEST_MAX_LINE_BYTES) {
                faults.add("maxLineBytes is " + maxLineBytes + ", " + SMALLEST_MAX_LINE_BYTES + " to "
                        + LARGEST_MAX_LINE_BYTES + " are possible");
            }
            if (!faults.isEmpty()) {
                throw new WeirException(
                        ErrorCode.INVALID_JOB,
                        "Cannot build a file source: " + String.join("; ", faults) + "; correct these settings");
            }
            return new FileSource<>(
                    new FileSettings<>(List.copyOf(paths), format, rangeBytes, maxLineBytes, malformedLines));
        }
    }
}
