package dev.weir.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** A file that lines from several threads are appended to. Each is in the file when the call returns. */
record LineFile(Path path) implements Consumer<String> {

    @Override
    public void accept(String line) {
        try {
            Files.writeString(
                    path, line + System.lineSeparator(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new TestbedException(
                    "Cannot write what a child JVM prints: " + e + ": file=" + path + "; make it writable", e);
        }
    }
}
