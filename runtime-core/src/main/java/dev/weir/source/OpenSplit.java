package dev.weir.source;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.io.Closeable;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads one file, or one range of a file, from the split's offset on. */
final class OpenSplit<T> implements Closeable {
    private final FileSource.Split split;
    private final SourceOutput<T> output;
    private final Consumer<LineFault> malformed;
    private final int maxLineBytes;
    private final SplitContent content;
    private final LineParser<T> parser;
    private final LineCursor lines;
    private boolean advanced;

    OpenSplit(FileSource.Split split, FileSettings<T> settings, SourceOutput<T> output, Consumer<LineFault> malformed) {
        this.split = split;
        this.output = output;
        this.malformed = malformed;
        maxLineBytes = settings.maxLineBytes();
        content = SplitContent.open(split, settings);
        parser = createParser(settings.format());
        lines = content.lines();
    }

    private LineParser<T> createParser(LineFormat<T> format) {
        try {
            return format.createParser(content.header());
        } catch (RuntimeException e) {
            try {
                content.lines().close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    FileSource.Split position() {
        return advanced ? split.at(lines.nextOffset()) : split;
    }

    /** Emits the records of up to {@code limit} lines; false at the end of the split. */
    boolean read(int limit) {
        try {
            if (!content.reachesFirstLine()) {
                return true;
            }
            for (int line = 0; line < limit; line++) {
                if (lines.nextOffset() >= split.end() || !lines.next()) {
                    return false;
                }
                advanced = true;
                emit();
            }
            return true;
        } catch (IOException e) {
            throw FileErrors.failedAt(split.path(), lines.nextOffset(), e);
        }
    }

    private void emit() {
        if (lines.oversized()) {
            fault("the line is longer than " + maxLineBytes + " bytes", null);
            return;
        }
        byte[] bytes = lines.bytes();
        int start = lines.start();
        int length = lines.length();
        int broken = Utf8.firstMalformed(bytes, start, start + length);
        if (broken >= 0) {
            fault("byte %d of the line, 0x%02X, is no UTF-8".formatted(broken - start + 1, bytes[broken]), null);
            return;
        }
        T value;
        try {
            value = parser.parse(bytes, start, length, lines.offset());
        } catch (WeirException e) {
            if (e.code() != ErrorCode.INVALID_DATA) {
                throw e;
            }
            fault(String.valueOf(e.getMessage()), e);
            return;
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            fault(e.toString(), e);
            return;
        } catch (Exception e) {
            throw parserFailed(e);
        }
        if (value != null) {
            output.collect(value);
        }
    }

    private void fault(String reason, @Nullable Throwable cause) {
        malformed.accept(describe(reason, cause));
    }

    private LineFault describe(String reason, @Nullable Throwable cause) {
        String text = LineFault.shortened(lines.bytes(), lines.start(), lines.length());
        return new LineFault(split, lines.offset(), text, reason, cause);
    }

    private WeirException parserFailed(Exception cause) {
        return new WeirException(
                ErrorCode.USER_FUNCTION,
                "Cannot parse " + describe("", cause).place() + ": the parser failed: " + cause
                        + "; correct the parser",
                cause);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
