package dev.weir.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OrderFilesTest {

    @TempDir
    private Path folder;

    @Test
    void writesTheSameBytesForTheSameSeed() throws IOException {
        Path first = written("first", 7, 10_000);
        Path second = written("second", 7, 10_000);

        for (int shop = 1; shop <= OrderFiles.SHOPS; shop++) {
            String name = "shop-" + shop + ".csv";
            assertThat(second.resolve(name)).hasSameBinaryContentAs(first.resolve(name));
        }
    }

    @Test
    void writesOtherOrdersForAnotherSeed() throws IOException {
        Path first = written("first", 7, 1_000);
        Path second = written("second", 8, 1_000);

        assertThat(Files.readString(second.resolve("shop-1.csv")))
                .isNotEqualTo(Files.readString(first.resolve("shop-1.csv")));
    }

    @Test
    void writesAsManyOrdersAsAskedForEachWithANumberOfItsOwn() throws IOException {
        List<String> lines = lines(written("orders", 1, 10_003));

        assertThat(lines).hasSize(10_003);
        assertThat(lines.stream().map(line -> line.split(",", -1)[0])).doesNotHaveDuplicates();
    }

    @Test
    void writesLinesThatAreOutOfOrderWithinTheBound() throws IOException {
        Path orders = written("orders", 1, 50_000);

        Instant begin = OrderFiles.DAY.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant end = OrderFiles.DAY.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        int late = 0;
        Instant newest = begin;
        for (String line : lines(orders.resolve("shop-1.csv"))) {
            Instant time = Instant.parse(line.split(",", -1)[1]);
            assertThat(time).isBetween(begin, end).isAfter(newest.minus(ShopOrders.DISORDER));
            late += time.isBefore(newest) ? 1 : 0;
            newest = time.isAfter(newest) ? time : newest;
        }
        assertThat(late).isGreaterThan(500);
    }

    @Test
    void writesNoLineThatIsLongerThanPromised() throws IOException {
        assertThat(lines(written("orders", 1, 20_000))).allMatch(line -> line.length() < OrderFiles.LONGEST_LINE_BYTES);
    }

    private Path written(String name, long seed, long orders) throws IOException {
        Path target = Files.createDirectory(folder.resolve(name));
        new OrderFiles(seed, orders).write(target);
        return target;
    }

    /** Without headers; of one file, or of all files of a folder. */
    private static List<String> lines(Path path) throws IOException {
        List<String> lines = new ArrayList<>();
        if (Files.isDirectory(path)) {
            for (int shop = 1; shop <= OrderFiles.SHOPS; shop++) {
                lines.addAll(lines(path.resolve("shop-" + shop + ".csv")));
            }
        } else {
            List<String> all = Files.readAllLines(path);
            assertThat(all.get(0)).isEqualTo("id,time,product,cents");
            lines.addAll(all.subList(1, all.size()));
        }
        return lines;
    }
}
