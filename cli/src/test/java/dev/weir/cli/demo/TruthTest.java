package dev.weir.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.examples.orders.OrderFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TruthTest {

    @TempDir
    private Path folder;

    @Test
    void addsUpAllFilesByProductAndMinute() throws IOException {
        Files.writeString(
                folder.resolve("a.csv"),
                "id,time,product,cents\n1,2025-03-14T09:00:05.000Z,latte,400\n2,2025-03-14T09:01:00.000Z,latte,1\n");
        Files.writeString(folder.resolve("b.csv"), "id,time,product,cents\n3,2025-03-14T09:00:59.999Z,latte,30\n");

        assertThat(Truth.of(folder))
                .isEqualTo(Map.of(
                        new Cell("2025-03-14T09:00", "latte"), new Sums(2, 430),
                        new Cell("2025-03-14T09:01", "latte"), new Sums(1, 1)));
    }

    @Test
    void countsEveryOrderOfTheGenerator() throws IOException {
        new OrderFiles(5, 30_000).write(folder);

        assertThat(Truth.of(folder).values().stream().mapToLong(Sums::orders).sum())
                .isEqualTo(30_000);
    }
}
