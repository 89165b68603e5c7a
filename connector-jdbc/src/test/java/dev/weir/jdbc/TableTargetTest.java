package dev.weir.jdbc;

import static dev.weir.jdbc.TestShard.unit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.jdbc.Database.Product;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.LedgerShard;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Product.class)
final class TableTargetTest {
    private final Database database;

    TableTargetTest(Product product) {
        database = Database.create(product);
    }

    private record Price(String product, BigDecimal size, Long amount) {
        Price(String product, long amount) {
            this(product, BigDecimal.ONE, amount);
        }
    }

    private JdbcSinkBuilder<Price> priceSink() {
        return JdbcSink.upsert(Price.class)
                .url(database.url())
                .table(database.name("price"))
                .ledgerTable(database.name("ledger"))
                .startTries(1, Duration.ZERO);
    }

    private <T> void write(JdbcSinkBuilder<T> sink, List<T> records) {
        JdbcSink<T> built = sink.build();
        try (LedgerShard<T> shard = built.openShard(new TestShard(0, 1))) {
            assertThat(shard.apply(shard.fence(), unit(1, records.size()), new TestRecords<>(built, records)))
                    .isEqualTo(new CommitOutcome.Committed());
        }
    }

    @Test
    void lastRecordOfAKeyWinsWithinAndAcrossBatches() {
        database.execute(
                "CREATE TABLE " + database.name("price") + " (product varchar(20) PRIMARY KEY, amount bigint)");
        List<Price> records = new ArrayList<>();
        for (int round = 0; round < 30; round++) {
            for (int product = 0; product < 7; product++) {
                records.add(new Price("p" + product, round * 10 + product));
            }
        }
        for (int batchSize : new int[] {1, 10, 64, 1000}) {
            database.execute(
                    "TRUNCATE TABLE " + database.name("price"), "DROP TABLE IF EXISTS " + database.name("ledger"));
            write(
                    priceSink()
                            .key("product", Price::product)
                            .column("amount", Price::amount)
                            .batchSize(batchSize),
                    records);
            assertThat(database.query("SELECT product, amount FROM " + database.name("price") + " ORDER BY 1"))
                    .as("batches of %s", batchSize)
                    .containsExactly("p0,290", "p1,291", "p2,292", "p3,293", "p4,294", "p5,295", "p6,296");
        }
    }

    @Test
    void writesKeysThatAreEqualOnlyForTheDatabase() {
        database.execute("CREATE TABLE " + database.name("price")
                + " (product varchar(20), size numeric(10, 2), amount bigint, PRIMARY KEY (product, size))");
        List<Price> records = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            records.add(new Price("p", new BigDecimal(i % 2 == 0 ? "1.0" : "1.00"), (long) i));
        }
        write(
                priceSink()
                        .key("product", Price::product)
                        .key("size", Price::size)
                        .column("amount", Price::amount),
                records);

        assertThat(database.query("SELECT amount FROM " + database.name("price")))
                .containsExactly("199");
    }

    @Test
    void upsertsTablesThatAreKeysOnly() {
        database.execute("CREATE TABLE " + database.name("price") + " (product varchar(20) PRIMARY KEY)");
        write(
                priceSink().key("product", Price::product),
                List.of(new Price("a", 1), new Price("b", 2), new Price("a", 3)));

        assertThat(database.query("SELECT product FROM " + database.name("price") + " ORDER BY 1"))
                .containsExactly("a", "b");
    }

    @Test
    void quotesNames() {
        String table = database.quoted("Order \"List\" `?`");
        Dialect dialect = database.dialect();
        database.execute("CREATE TABLE " + table + " (" + dialect.quote("select") + " varchar(10), "
                + dialect.quote("A?`\"b") + " bigint)");
        write(
                JdbcSink.insert(Price.class)
                        .url(database.url())
                        .table(database.name("Order \"List\" `?`"))
                        .ledgerTable(database.name("Ledger; DROP"))
                        .column("select", Price::product)
                        .column("A?`\"b", Price::amount),
                IntStream.range(0, 70).mapToObj(i -> new Price("p", i)).toList());

        assertThat(database.query("SELECT count(*), sum(" + dialect.quote("A?`\"b") + ") FROM " + table))
                .containsExactly("70,2415");
    }

    private enum Mood {
        HAPPY
    }

    private record Everything(
            boolean yes,
            short small,
            int number,
            long large,
            float single,
            double twice,
            char letter,
            String text,
            BigDecimal exact,
            BigInteger huge,
            String bytes,
            UUID uuid,
            String uuidText,
            String json,
            Mood mood,
            Instant instant,
            LocalDate date,
            LocalTime time,
            LocalDateTime moment,
            Integer nothing) {}

    @Test
    void writesEveryCommonType() {
        String columns = " (yes boolean, small smallint, number integer, larg bigint, single float(20), twice double"
                + " precision, letter char(1), txt varchar(20), exact numeric(10, 2), huge numeric(40),";
        if (database.isPostgres()) {
            database.execute(
                    "CREATE TYPE " + database.name("mood") + " AS ENUM ('HAPPY', 'SAD')",
                    "CREATE TABLE " + database.name("everything") + columns
                            + " bytes bytea, uuid uuid, uuid_text uuid, json jsonb, mood " + database.name("mood")
                            + ", instant timestamptz, date date, timeofday time, moment timestamp, nothing integer)");
        } else {
            database.execute("CREATE TABLE " + database.name("everything") + columns
                    + " bytes varbinary(20), uuid char(36), uuid_text varchar(36), json json, mood enum('HAPPY',"
                    + " 'SAD'), instant datetime(6), date date, timeofday time(6), moment datetime(6), nothing"
                    + " integer)");
        }
        UUID uuid = UUID.fromString("6a3b9c1e-0000-4000-8000-0123456789ab");
        Everything value = new Everything(
                true,
                (short) 1,
                2,
                3,
                1.5f,
                2.5,
                'x',
                "it's \\ \u20ac\n",
                new BigDecimal("1.10"),
                new BigInteger("123456789012345678901234567890"),
                "bytes",
                uuid,
                uuid.toString(),
                "{\"a\": 1}",
                Mood.HAPPY,
                Instant.parse("2025-03-01T12:00:00.123456Z"),
                LocalDate.of(2025, 3, 1),
                LocalTime.of(23, 59, 58, 7000),
                LocalDateTime.of(2025, 3, 1, 1, 2, 3),
                null);
        write(
                JdbcSink.insert(Everything.class)
                        .url(database.url())
                        .table(database.name("everything"))
                        .ledgerTable(database.name("ledger"))
                        .column("yes", Everything::yes)
                        .column("small", Everything::small)
                        .column("number", Everything::number)
                        .column("larg", Everything::large)
                        .column("single", Everything::single)
                        .column("twice", Everything::twice)
                        .column("letter", Everything::letter)
                        .column("txt", Everything::text)
                        .column("exact", Everything::exact)
                        .column("huge", Everything::huge)
                        .column("bytes", record -> record.bytes().getBytes(StandardCharsets.US_ASCII))
                        .column("uuid", Everything::uuid)
                        .column("uuid_text", Everything::uuidText)
                        .column("json", Everything::json)
                        .column("mood", Everything::mood)
                        .column("instant", Everything::instant)
                        .column("date", Everything::date)
                        .column("timeofday", Everything::time)
                        .column("moment", Everything::moment)
                        .column("nothing", Everything::nothing),
                IntStream.range(0, 65).mapToObj(i -> value).toList());

        String common = "1,2,3,1.5,2.5,x,it's \\ \u20ac\n,1.10,123456789012345678901234567890,";
        String ids = uuid + "," + uuid + ",{\"a\": 1},HAPPY,2025-03-01 12:00:00.123456";
        assertThat(database.query("SELECT DISTINCT * FROM " + database.name("everything")))
                .containsExactly(
                        database.isPostgres()
                                ? "t," + common + "\\x6279746573," + ids
                                        + "+00,2025-03-01,23:59:58.000007,2025-03-01 01:02:03,null"
                                : "1," + common + "bytes," + ids + ",2025-03-01,23:59:58.000007,2025-03-01 01:02:03"
                                        + (database.product() == Product.MYSQL ? "" : ".000000") + ",null");
        assertThat(database.query("SELECT count(*) FROM " + database.name("everything")))
                .containsExactly("65");
    }
}
