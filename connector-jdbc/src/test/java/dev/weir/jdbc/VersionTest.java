package dev.weir.jdbc;

import static dev.weir.jdbc.TestShard.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.jdbc.Database.Product;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.LedgerShard;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** An older value never overwrites a newer one. */
@ParameterizedClass
@EnumSource(Product.class)
final class VersionTest {
    private final Database database;

    VersionTest(Product product) {
        database = Database.create(product);
    }

    private record Price(int product, long version, String text) {}

    @BeforeEach
    void createTable() {
        database.execute("CREATE TABLE " + database.name("price")
                + " (product integer PRIMARY KEY, text varchar(20), version bigint, later varchar(20))");
    }

    private JdbcSinkBuilder<Price> unversioned() {
        return JdbcSink.upsert(Price.class)
                .url(database.url())
                .table(database.name("price"))
                .ledgerTable(database.name("ledger"))
                .startTries(1, Duration.ZERO)
                .key("product", Price::product)
                .column("text", Price::text)
                .column("later", Price::text);
    }

    private JdbcSinkBuilder<Price> sink() {
        return unversioned().version("version", Price::version);
    }

    private static List<Price> history(Random random, int length) {
        List<Price> prices = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            prices.add(new Price(random.nextInt(20), i, "v" + i));
        }
        return prices;
    }

    private static List<String> newest(List<Price> prices) {
        Map<Integer, Price> newest = new HashMap<>();
        prices.forEach(price ->
                newest.merge(price.product(), price, (one, other) -> one.version() > other.version() ? one : other));
        return newest.values().stream()
                .sorted((one, other) -> Integer.compare(one.product(), other.product()))
                .map(price -> price.product() + "," + price.text() + "," + price.text() + "," + price.version())
                .toList();
    }

    private List<String> rows() {
        return database.query(
                "SELECT product, text, later, version FROM " + database.name("price") + " ORDER BY product");
    }

    private void write(JdbcSink<Price> sink, List<Price> prices) {
        try (JdbcWriter<Price> writer = (JdbcWriter<Price>) sink.createIdempotentWriter(new TestShard(0, 1))) {
            for (Price price : prices) {
                writer.write(price, 0);
            }
            writer.flush();
        }
    }

    @Test
    void keepsTheNewestInWhateverOrderRecordsComeAndComeAgain() {
        Random random = new Random(11);
        for (int batchSize : new int[] {1, 9, 10_000}) {
            database.execute("DELETE FROM " + database.name("price"));
            List<Price> history = history(random, 400);
            List<Price> shuffled = new ArrayList<>(history);
            Collections.shuffle(shuffled, random);
            JdbcSink<Price> sink = sink().batchSize(batchSize).build();
            write(sink, shuffled);
            assertThat(rows()).isEqualTo(newest(history));
            // A zombie's late rows, and a replay.
            write(sink, history.subList(0, 200));
            assertThat(rows()).isEqualTo(newest(history));
        }
    }

    /** Shows that the test above can fail. */
    @Test
    void goesBackWithoutAVersion() {
        List<Price> history = history(new Random(11), 400);
        JdbcSink<Price> sink = unversioned().column("version", Price::version).build();
        write(sink, history);
        write(sink, history.subList(0, 200));
        assertThat(rows()).isNotEqualTo(newest(history));
    }

    @Test
    void takesARowWithoutAVersionForOlder() {
        database.execute("INSERT INTO " + database.name("price") + " (product, text) VALUES (1, 'old')");
        write(sink().build(), List.of(new Price(1, -5, "new")));
        assertThat(rows()).containsExactly("1,new,new,-5");
    }

    @Test
    void guardsUnitsToo() {
        JdbcSink<Price> sink = sink().build();
        try (LedgerShard<Price> shard = sink.openShard(new TestShard(0, 1))) {
            List<Price> prices = List.of(new Price(1, 2, "b"), new Price(1, 1, "a"), new Price(2, 1, "c"));
            assertThat(shard.apply(shard.fence(), unit(1, 3), new TestRecords<>(sink, prices)))
                    .isEqualTo(new CommitOutcome.Committed());
        }
        assertThat(rows()).containsExactly("1,b,b,2", "2,c,c,1");
    }

    @Test
    void isIdempotentOnlyWithAVersion() {
        assertThat(sink().build().strategies())
                .startsWith(DeliveryStrategy.WRITE_AHEAD_LOG)
                .contains(DeliveryStrategy.IDEMPOTENT, DeliveryStrategy.AT_LEAST_ONCE);
        assertThat(unversioned().build().strategies()).doesNotContain(DeliveryStrategy.IDEMPOTENT);
    }

    @Test
    void takesTimesForVersionsAndRefusesTexts() {
        database.execute("ALTER TABLE " + database.name("price") + " ADD COLUMN seen "
                + (database.isPostgres() ? "timestamptz" : "datetime(6)"));
        Instant start = Instant.parse("2025-03-01T12:00:00Z");
        write(
                unversioned()
                        .version("seen", price -> start.plusMillis(price.version()))
                        .build(),
                List.of(new Price(1, 7, "b"), new Price(1, 6, "a")));
        assertThat(database.query("SELECT text FROM " + database.name("price"))).containsExactly("b");

        JdbcSink<Price> sink = unversioned().version("version", Price::text).build();
        assertThatThrownBy(() -> write(sink, List.of(new Price(1, 7, "b"))))
                .hasMessageContaining("Cannot write a record to column \"version\" of table ")
                .hasMessageEndingWith("a version cannot be a java.lang.String; take a whole number or a time");
    }
}
