package dev.weir.jdbc;

import static dev.weir.jdbc.TestShard.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import dev.weir.jdbc.Database.Product;
import dev.weir.jdbc.Database.Sale;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.DeadLetters;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.LedgerShard;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Product.class)
final class DeadLetterTest {
    private final Database database;

    DeadLetterTest(Product product) {
        database = Database.create(product);
    }

    @BeforeEach
    void createTable() {
        database.createSaleTable();
    }

    /** Admits so many in one unit. */
    private record AtMost(long most) implements DeadLetters {
        @Override
        public boolean areKept() {
            return true;
        }

        @Override
        public void admit(long lettersOfUnit, long recordsOfUnit, WeirException refusal) {
            if (lettersOfUnit > most) {
                throw new WeirException(ErrorCode.TOO_MANY_DEAD_LETTERS, "too many of " + recordsOfUnit, refusal);
            }
        }
    }

    private JdbcSinkBuilder<Sale> sink() {
        return database.saleSink().deadLetterTable(database.name("letters"));
    }

    private DeadLetterTable letters() {
        return DeadLetterTable.at(database.url(), "", "", database.name("letters"));
    }

    private static TestShard keeping(long most) {
        return new TestShard(2, 1).with(new AtMost(most));
    }

    private <T> CommitOutcome commit(JdbcSink<T> sink, TestShard context, long sequence, List<T> records) {
        try (LedgerShard<T> shard = sink.openShard(context)) {
            return shard.apply(shard.fence(), unit(sequence, records.size()), new TestRecords<>(sink, records));
        }
    }

    private static List<Sale> sales(int count, int... refused) {
        List<Sale> sales = new ArrayList<>(
                IntStream.range(0, count).mapToObj(i -> new Sale("p" + i, i)).toList());
        for (int index : refused) {
            sales.set(index, new Sale("bad" + index, -index - 1));
        }
        return sales;
    }

    @Test
    void putsRefusedRecordsAsideTogetherWithTheirUnit() {
        JdbcSink<Sale> sink = sink().batchSize(100).build();
        assertThat(sink.deadLetterTarget()).isEqualTo("table \"" + database.schema() + "\".\"letters\"");
        assertThat(commit(sink, keeping(3), 1, sales(1000, 0, 555, 999))).isEqualTo(new CommitOutcome.Committed(3));

        assertThat(database.sales()).hasSize(997).doesNotContain("bad0,-1", "bad555,-556", "bad999,-1000");
        List<DeadLetter> found = letters().list("shop", 10);
        assertThat(found).hasSize(3);
        DeadLetter letter = found.get(1);
        // The unit ends at position 10, as if 990 records had gone before the first.
        assertThat(letter)
                .isEqualTo(new DeadLetter(
                        letter.id(),
                        "shop",
                        "sales",
                        2,
                        "L1",
                        10 - 1000 + 555 + 1,
                        1,
                        101,
                        database.name("sale"),
                        "insert",
                        "[{\"column\": \"product\", \"role\": \"value\", \"type\": \"STRING\", \"value\": \"bad555\"},\n"
                                + " {\"column\": \"amount\", \"role\": \"value\", \"type\": \"LONG\", \"value\": \"-556\"}]",
                        letter.state(),
                        letter.error(),
                        "record -434 of shard 2",
                        letter.created(),
                        "waiting"));
        assertThat(letter.error()).contains("sale_amount_check");
        assertThat(letter.created())
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
        assertThat(letters().show(letter.id())).isEqualTo(letter);
    }

    @Test
    void writesNeitherRecordsNorLettersWhenThereAreTooMany() {
        assertThatThrownBy(() -> commit(sink().build(), keeping(2), 1, sales(1000, 0, 555, 999)))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_MANY_DEAD_LETTERS))
                .hasMessage("too many of 1000");
        assertThat(database.sales()).isEmpty();
        assertThat(letters().list("shop", 10)).isEmpty();
    }

    @Test
    void forgetsLettersWithTheirUnitInACrash() {
        FaultInjector crash = label -> {
            if (label == Label.COMMIT_AFTER_RECORDS) {
                throw new IllegalStateException("crash");
            }
        };
        TestShard context = new TestShard(2, 1, crash).with(new AtMost(9));
        JdbcSink<Sale> sink = sink().build();
        assertThatThrownBy(() -> commit(sink, context, 1, sales(10, 5))).hasMessage("crash");
        assertThat(letters().list("shop", 10)).isEmpty();

        assertThat(commit(sink, keeping(9), 1, sales(10, 5))).isEqualTo(new CommitOutcome.Committed(1));
        assertThat(letters().list("shop", 10)).hasSize(1);
        assertThat(database.sales()).hasSize(9);
    }

    @Test
    void replaysALetterOnceItFits() {
        commit(sink().build(), keeping(1), 1, sales(10, 5));
        String id = letters().list("shop", 10).get(0).id();
        assertThatThrownBy(() -> letters().replay(id))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DESTINATION_REJECTED))
                .hasMessageContaining("Cannot replay letter " + id)
                .hasMessageContaining("sale_amount_check")
                .hasMessageContaining("; nothing was changed: correct the columns in the table's row");
        assertThat(letters().show(id).status()).isEqualTo("waiting");

        String column = database.dialect().quote("columns");
        database.execute(
                "UPDATE " + database.name("letters") + " SET " + column + " = REPLACE(" + column + ", '-6', '6000')");
        letters().replay(id);
        assertThat(database.sales()).hasSize(10).contains("bad5,6000");
        assertThatThrownBy(() -> letters().replay(id)).hasMessageContaining("it is replayed; nothing was written");
        assertThat(database.sales()).hasSize(10);

        letters().drop(id);
        assertThat(letters().list("shop", 10)).isEmpty();
        assertThatThrownBy(() -> letters().drop(id)).hasMessageContaining("there is none with this id");
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Thing(byte[] key, Instant time, Boolean flag, String text) {}

    @Test
    void replaysValuesOfEveryKindByKey() {
        boolean postgres = database.isPostgres();
        database.execute("CREATE TABLE " + database.name("thing") + " (id " + (postgres ? "bytea" : "varbinary(9)")
                + " PRIMARY KEY, seen " + (postgres ? "timestamptz" : "datetime(6)")
                + ", flag boolean, txt varchar(5), CONSTRAINT short_text CHECK (txt <> 'bad'))");
        JdbcSink<Thing> sink = JdbcSink.upsert(Thing.class)
                .url(database.url())
                .table(database.name("thing"))
                .key("id", Thing::key)
                .column("seen", Thing::time)
                .column("flag", Thing::flag)
                .column("txt", Thing::text)
                .deleteWhen(thing -> "gone".equals(thing.text()))
                .sourcePosition(thing -> "line " + thing.text())
                .ledgerTable(database.name("ledger"))
                .deadLetterTable(database.name("letters"))
                .startTries(1, Duration.ZERO)
                .build();
        Thing refused = new Thing(new byte[] {0, 92, 34}, Instant.parse("2025-03-01T12:00:00.5Z"), true, "bad");
        assertThat(commit(sink, keeping(1), 1, List.of(new Thing(refused.key(), null, null, null), refused)))
                .isEqualTo(new CommitOutcome.Committed(1));
        DeadLetter letter = letters().list("shop", 10).get(0);
        assertThat(letter.source()).isEqualTo("line bad");
        database.execute("ALTER TABLE " + database.name("thing") + " DROP CONSTRAINT short_text");
        letters().replay(letter.id());

        assertThat(database.query("SELECT seen, flag, txt FROM " + database.name("thing")))
                .containsExactly(postgres ? "2025-03-01 12:00:00.5+00,t,bad" : "2025-03-01 12:00:00.500000,1,bad");
    }

    @Test
    void directWritersPutTheSameRecordAsideOnce() {
        JdbcSink<Sale> sink = sink().batchSize(4).build();
        for (int run = 0; run < 2; run++) {
            try (JdbcWriter<Sale> writer = (JdbcWriter<Sale>) sink.createWriter(keeping(2))) {
                for (Sale sale : sales(10, 2, 9)) {
                    writer.write(sale, 0);
                }
                writer.flush();
            }
        }
        assertThat(letters().list("shop", 10)).hasSize(2);
        assertThat(database.sales()).as("at least once").hasSize(16);
    }

    @Test
    void countsLettersOfAWriterUpToTheFlush() {
        try (JdbcWriter<Sale> writer =
                (JdbcWriter<Sale>) sink().batchSize(2).build().createWriter(keeping(1))) {
            for (Sale sale : sales(3, 1)) {
                writer.write(sale, 0);
            }
            writer.flush();
            for (Sale sale : sales(3, 1)) {
                writer.write(sale, 0);
            }
            assertThatThrownBy(() -> writer.write(new Sale("bad", -9), 0)).hasMessage("too many of 4");
        }
    }

    @Test
    void keepsAStatementsRecordForAPersonToRead() {
        JdbcSink<Sale> sink = JdbcSink.statement(
                        Sale.class, "INSERT INTO " + database.name("sale") + " VALUES (?, ?)", (statement, sale) -> {
                            statement.setString(1, sale.product());
                            statement.setLong(2, sale.amount());
                        })
                .url(database.url())
                .ledgerTable(database.name("ledger"))
                .deadLetterTable(database.name("letters"))
                .build();
        assertThat(commit(sink, keeping(1), 1, sales(50, 7))).isEqualTo(new CommitOutcome.Committed(1));
        assertThat(database.sales()).hasSize(49);
        DeadLetter letter = letters().list("shop", 10).get(0);
        assertThat(letter.columns()).contains("Sale[product=bad7, amount=-8]");
        assertThatThrownBy(() -> letters().replay(letter.id()))
                .hasMessageContaining("it comes from a statement of the job's own");
        assertThat(letters().show(letter.id()).status()).isEqualTo("waiting");
    }

    /** MySQL and MariaDB have no such constraints. */
    @Test
    void findsRecordsThatAreRefusedOnlyByTheCommit() {
        if (!database.isPostgres()) {
            return;
        }
        database.execute("ALTER TABLE " + database.name("sale")
                + " ADD CONSTRAINT one UNIQUE (product) DEFERRABLE INITIALLY DEFERRED");
        List<Sale> records = sales(100);
        records.set(60, new Sale("p30", 60));
        assertThat(commit(sink().build(), keeping(1), 1, records)).isEqualTo(new CommitOutcome.Committed(1));
        assertThat(database.sales()).hasSize(99).contains("p30,30").doesNotContain("p30,60");
    }

    @Test
    void refusesATableThatIsSomethingElse() {
        JdbcSink<Sale> sink = sink().deadLetterTable(database.name("sale")).build();
        assertThatThrownBy(() -> sink.openShard(keeping(1)))
                .hasMessageContaining("Cannot use dead-letter table \"" + database.schema()
                        + "\".\"sale\": it is something else: columns missing: id, job, sink,")
                .hasMessageContaining("; let someone who may run: CREATE TABLE IF NOT EXISTS ");
    }

    @Test
    void findsFewBadRecordsInALargeUnitQuickly() {
        LedgerEntry[] entry = new LedgerEntry[1];
        JdbcSink<Sale> sink = sink().build();
        List<Sale> records = sales(100_000, 10, 50_000, 99_999);
        try (LedgerShard<Sale> shard = sink.openShard(keeping(3))) {
            entry[0] = shard.fence();
            assertThat(shard.apply(entry[0], unit(1, 100_000), new TestRecords<>(sink, records)))
                    .isEqualTo(new CommitOutcome.Committed(3));
        }
        assertThat(database.query("SELECT count(*) FROM " + database.name("sale")))
                .containsExactly("99997");
    }
}
