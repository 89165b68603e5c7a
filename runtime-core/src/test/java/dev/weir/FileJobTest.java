package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.exec.RestartStrategy;
import dev.weir.function.AggregateFunction;
import dev.weir.sink.FileSink;
import dev.weir.source.CsvFormat;
import dev.weir.source.FileSource;
import dev.weir.time.WatermarkStrategy;
import dev.weir.window.TumblingEventTimeWindows;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From files to files, over failures of the job. */
@Timeout(60)
final class FileJobTest {
    private static final int ROWS = 200_000;
    private static final long MILLIS_PER_ROW = 10;
    private static final AtomicLong ROWS_SEEN = new AtomicLong();

    @TempDir
    Path folder;

    private Path output;

    record Click(long id, long time) {}

    @BeforeEach
    void writeInput() throws IOException {
        ROWS_SEEN.set(0);
        output = Files.createDirectory(folder.resolve("output"));
        try (BufferedWriter writer = Files.newBufferedWriter(folder.resolve("clicks.csv"))) {
            writer.write("id,time\n");
            for (long row = 0; row < ROWS; row++) {
                writer.write(row + "," + row * MILLIS_PER_ROW + "\n");
            }
        }
    }

    private FileSource<Click> clicks() {
        return FileSource.builder(CsvFormat.withHeader(row -> new Click(row.asLong("id"), row.asLong("time"))))
                .paths(folder.resolve("clicks.csv").toString())
                .rangeBytes(100_000)
                .build();
    }

    private StreamEnvironment environment(String name) {
        return StreamEnvironment.create(JobOptions.builder()
                .name(name)
                .parallelism(2)
                .checkpointInterval(Duration.ofMillis(10))
                .checkpointDirectory(folder.resolve("checkpoints"))
                .restartStrategy(RestartStrategy.fixedDelay(5, Duration.ofMillis(1)))
                .build());
    }

    private static Click failAtThreeRows(Click click) {
        long seen = ROWS_SEEN.incrementAndGet();
        if (seen == ROWS / 4 || seen == ROWS / 2 || seen == ROWS) {
            throw new IllegalStateException("injected");
        }
        return click;
    }

    private List<String> outputLines() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(output)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                assertThat(name).doesNotEndWith(".inprogress");
                if (!name.startsWith(".")) {
                    lines.addAll(Files.readAllLines(file));
                }
            }
        }
        return lines;
    }

    @Test
    void everyRowArrivesOnceOverFailures() throws Exception {
        StreamEnvironment environment = environment("copy");
        environment
                .fromSource(clicks(), "clicks")
                .map(FileJobTest::failAtThreeRows)
                .sinkTo(FileSink.lines(output, click -> Long.toString(click.id())));

        JobResult result = environment.execute();

        // Two failures fall into one attempt when one subtask goes on a little while the other one fails.
        assertThat(result.metrics().restarts()).isBetween(1, 3);
        assertThat(outputLines().stream().map(Long::valueOf).sorted().toList())
                .isEqualTo(LongStream.range(0, ROWS).boxed().toList());
    }

    @Test
    void windowsOverRangesOfASortedFileLoseNoRow() throws Exception {
        StreamEnvironment environment = environment("windows");
        WatermarkStrategy<Click> strategy =
                WatermarkStrategy.<Click>forMonotonousTimestamps().withTimestampAssigner((click, none) -> click.time());
        environment
                .fromSource(clicks(), strategy, "clicks")
                .map(FileJobTest::failAtThreeRows)
                .keyBy(click -> click.id() % 3)
                .window(TumblingEventTimeWindows.of(Duration.ofMillis(300 * MILLIS_PER_ROW)))
                .aggregate(new Counts(), (key, window, count) -> window.start() + " " + key + " " + count)
                .sinkTo(FileSink.lines(output, line -> line));

        environment.execute();

        List<String> expected = new ArrayList<>();
        for (long first = 0; first < ROWS; first += 300) {
            long rows = Math.min(300, ROWS - first);
            for (int key = 0; key < 3; key++) {
                long count = (rows + 2 - (key - first % 3 + 3) % 3) / 3;
                expected.add(first * MILLIS_PER_ROW + " " + key + " " + count);
            }
        }
        assertThat(outputLines()).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static final class Counts implements AggregateFunction<Click, Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public Long createAccumulator() {
            return 0L;
        }

        @Override
        public Long add(Click value, Long accumulator) {
            return accumulator + 1;
        }

        @Override
        public Long result(Long accumulator) {
            return accumulator;
        }

        @Override
        public Long merge(Long left, Long right) {
            return left + right;
        }
    }
}
