package dev.weir.consistency.builtin;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.subject.Destination;
import dev.weir.sink.DeliveryStrategy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * A directory of text files. A reader leaves names alone that begin with a dot; each other file is whole.
 */
final class FileDestination implements Destination, Destination.SupportsInDoubt {
    private static final String IN_PROGRESS = ".inprogress";

    private final Path directory;

    FileDestination(Path directory) {
        this.directory = directory;
    }

    @Override
    public String address() {
        return directory.toString();
    }

    @Override
    public void prepare(DeliveryStrategy strategy) throws IOException {
        for (String name : names()) {
            Files.delete(directory.resolve(name));
        }
    }

    @Override
    public void read(Consumer<OutputRecord> reader) throws IOException {
        for (String name : parts()) {
            String text = Files.readString(directory.resolve(name), StandardCharsets.UTF_8);
            int from = 0;
            for (int to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
                reader.accept(RecordLine.decode(text.substring(from, to)));
                from = to + 1;
            }
            if (from != text.length()) {
                throw new IllegalStateException("Cannot read " + name + ": its last line has no end: "
                        + text.substring(from, Math.min(text.length(), from + 100)));
            }
        }
    }

    /** Two lists in a row that are the same show what was there between them, since a part that has come stays. */
    private List<String> parts() throws IOException {
        List<String> before = List.of();
        while (true) {
            List<String> now =
                    names().stream().filter(name -> !name.startsWith(".")).toList();
            if (now.equals(before)) {
                return now;
            }
            before = now;
        }
    }

    @Override
    public List<String> inDoubt() throws IOException {
        return names().stream().filter(name -> name.endsWith(IN_PROGRESS)).toList();
    }

    private List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            files.forEach(file -> names.add(String.valueOf(file.getFileName())));
        }
        Collections.sort(names);
        return names;
    }

    @Override
    public void close() throws IOException {
        try {
            prepare(DeliveryStrategy.TWO_PHASE);
            Files.delete(directory);
        } catch (NoSuchFileException e) {
            // Somebody was faster.
        }
    }
}
