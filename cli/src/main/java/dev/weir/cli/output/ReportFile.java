package dev.weir.cli.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a command writes its report. */
public final class ReportFile {
    private final Path file;

    public ReportFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    /** Fails now rather than after minutes of work. */
    public void requireWritable() {
        Path folder = file.getParent();
        boolean writable = Files.exists(file)
                ? Files.isRegularFile(file) && Files.isWritable(file)
                : folder != null && Files.isWritable(folder);
        if (!writable) {
            throw new CommandException("Cannot write the report: its folder is missing, or it may not be written: "
                    + file + "; choose another file with --report");
        }
    }

    public void write(String content) {
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new CommandException(
                    "Cannot write the report: " + e + ": " + file + "; choose another file with --report", e);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
