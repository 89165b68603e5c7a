package dev.weir.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.JobOptions;
import dev.weir.sink.CollectSink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RevenueJobTest {

    @TempDir
    private Path folder;

    @Test
    void addsUpWhatTheFilesHoldForEachProductAndMinute() throws Exception {
        Files.writeString(folder.resolve("shop-1.csv"), """
                id,time,product,cents
                1,2025-03-14T09:00:05.000Z,latte,400
                2,2025-03-14T09:01:10.000Z,latte,500
                3,2025-03-14T09:00:59.999Z,latte,30
                """);
        Files.writeString(folder.resolve("shop-2.csv"), """
                id,time,product,cents
                4,2025-03-14T09:00:20.000Z,mocha,600
                5,2025-03-14T09:00:20.000Z,latte,7
                """);
        CollectSink<Revenue> sink = CollectSink.exactlyOnce(Revenue.class);

        RevenueJob.define(JobOptions.builder().name("revenue").parallelism(2).build(), folder, sink)
                .execute();

        assertThat(sink.results())
                .containsExactlyInAnyOrder(
                        new Revenue("latte", Instant.parse("2025-03-14T09:00:00Z"), 3, 437),
                        new Revenue("mocha", Instant.parse("2025-03-14T09:00:00Z"), 1, 600),
                        new Revenue("latte", Instant.parse("2025-03-14T09:01:00Z"), 1, 500));
    }

    @Test
    void dropsNoOrderOfTheGeneratorAsTooLate() throws Exception {
        new OrderFiles(3, 20_000).write(folder);
        CollectSink<Revenue> sink = CollectSink.exactlyOnce(Revenue.class);

        RevenueJob.define(JobOptions.builder().name("revenue").parallelism(2).build(), folder, sink)
                .execute();

        assertThat(sink.results().stream().mapToLong(Revenue::orders).sum()).isEqualTo(20_000);
    }
}
