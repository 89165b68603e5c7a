package dev.weir.consistency.builtin;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.subject.Destination;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.FileSink;
import dev.weir.sink.Sink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The file sink over a temporary directory. */
public final class TextFiles implements SinkUnderTest {
    @Override
    public String name() {
        return "files";
    }

    @Override
    public List<DeliveryStrategy> strategies() {
        return List.of(DeliveryStrategy.TWO_PHASE);
    }

    @Override
    public Destination start() throws IOException {
        return new FileDestination(Files.createTempDirectory("weir-files-"));
    }

    @Override
    public Sink<OutputRecord> create(String address, DeliveryStrategy strategy) {
        return FileSink.lines(Path.of(address), RecordLine::encode);
    }
}
