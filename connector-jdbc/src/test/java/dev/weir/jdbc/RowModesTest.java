package dev.weir.jdbc;

import static dev.weir.jdbc.TestShard.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.jdbc.Database.Product;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.LedgerShard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Which statement a row becomes, and in which order. */
@ParameterizedClass
@EnumSource(Product.class)
final class RowModesTest {
    private final Database database;

    RowModesTest(Product product) {
        database = Database.create(product);
    }

    private record Item(long id, String name, boolean gone, String table) {
        Item(long id, String name) {
            this(id, name, false, "item");
        }
    }

    @BeforeEach
    void createTable() {
        database.execute(
                "CREATE TABLE " + database.name("item") + " (id bigint PRIMARY KEY, name varchar(10))",
                "CREATE TABLE " + database.name("other") + " (id bigint PRIMARY KEY, name varchar(10))");
    }

    private JdbcSinkBuilder<Item> settings(JdbcSinkBuilder<Item> sink) {
        return sink.url(database.url()).ledgerTable(database.name("ledger")).startTries(1, Duration.ZERO);
    }

    private JdbcSinkBuilder<Item> upsert() {
        return settings(JdbcSink.upsert(Item.class))
                .table(database.name("item"))
                .key("id", Item::id)
                .column("name", Item::name);
    }

    private void write(JdbcSinkBuilder<Item> sink, List<Item> records) {
        JdbcSink<Item> built = sink.build();
        try (LedgerShard<Item> shard = built.openShard(new TestShard(0, 1))) {
            assertThat(shard.apply(shard.fence(), unit(1, records.size()), new TestRecords<>(built, records)))
                    .isEqualTo(new CommitOutcome.Committed());
        }
    }

    private List<String> rows(String table) {
        return database.query("SELECT id, name FROM " + database.name(table) + " ORDER BY id");
    }

    @Test
    void deletesRowsByKey() {
        write(upsert(), List.of(new Item(1, "a"), new Item(2, "b"), new Item(3, "c")));
        database.execute("DROP TABLE " + database.name("ledger"));
        write(
                settings(JdbcSink.delete(Item.class))
                        .table(database.name("item"))
                        .key("id", Item::id),
                List.of(new Item(3, ""), new Item(1, ""), new Item(9, ""), new Item(1, "")));

        assertThat(rows("item")).containsExactly("2,b");
    }

    @Test
    void keepsTheOrderOfUpsertsAndDeletesWithinAKey() {
        Random random = new Random(7);
        for (int batchSize : new int[] {1, 7, 10_000}) {
            Map<Long, String> expected = new TreeMap<>();
            List<Item> records = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                Item item = new Item(random.nextInt(40), "n" + i, random.nextInt(3) == 0, "");
                records.add(item);
                if (item.gone()) {
                    expected.remove(item.id());
                } else {
                    expected.put(item.id(), item.name());
                }
            }
            database.execute("DELETE FROM " + database.name("item"), "DROP TABLE IF EXISTS " + database.name("ledger"));
            write(upsert().deleteWhen(Item::gone).batchSize(batchSize), records);

            assertThat(rows("item"))
                    .as("batches of %s", batchSize)
                    .isEqualTo(expected.entrySet().stream()
                            .map(row -> row.getKey() + "," + row.getValue())
                            .toList());
        }
    }

    /** Upper and lower case are the same key in MySQL's default collations. */
    @Test
    void keepsTheOrderOfKeysThatAreEqualOnlyForTheDatabase() {
        String type =
                database.isPostgres() ? "numeric" : "varchar(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci";
        database.execute(
                "CREATE TABLE " + database.name("word") + " (word " + type + " PRIMARY KEY, name varchar(10))");
        String one = database.isPostgres() ? "1.0" : "A";
        String same = database.isPostgres() ? "1.00" : "a";
        JdbcSinkBuilder<Item> words = settings(JdbcSink.upsert(Item.class))
                .table(database.name("word"))
                .key("word", Item::name)
                .column("name", item -> "v" + item.id())
                .deleteWhen(Item::gone);
        write(words, List.of(new Item(1, one), new Item(2, same, true, ""), new Item(3, one), new Item(4, same)));
        assertThat(database.query("SELECT name FROM " + database.name("word"))).containsExactly("v4");

        database.execute("DROP TABLE " + database.name("ledger"));
        write(words, List.of(new Item(5, one), new Item(6, same, true, "")));
        assertThat(database.query("SELECT name FROM " + database.name("word"))).isEmpty();
    }

    @Test
    void quotesWhateverATextHolds() {
        List<String> texts = List.of("\"{,}\\", "NULL", "null", "\\N", "", " ", "\t\n\r", "'; --", "\\.", "😀ü");
        List<Item> records = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            records.add(new Item(i, texts.get(i)));
        }
        records.add(new Item(99, null));
        write(upsert(), records);
        List<String> expected =
                records.stream().map(item -> item.id() + "," + item.name()).toList();
        assertThat(rows("item")).isEqualTo(expected);
        assertThat(database.query("SELECT id FROM " + database.name("item") + " WHERE name IS NULL"))
                .containsExactly("99");

        database.execute("DELETE FROM " + database.name("item"), "DROP TABLE " + database.name("ledger"));
        write(
                settings(JdbcSink.insert(Item.class))
                        .table(database.name("item"))
                        .column("id", Item::id)
                        .column("name", Item::name),
                records);
        assertThat(rows("item")).isEqualTo(expected);
    }

    private void assertRefused(JdbcSinkBuilder<Item> sink, List<Item> records, String... messages) {
        JdbcSink<Item> built = sink.build();
        try (LedgerShard<Item> shard = built.openShard(new TestShard(0, 1))) {
            var entry = shard.fence();
            assertThatThrownBy(() -> shard.apply(entry, unit(1, records.size()), new TestRecords<>(built, records)))
                    .isInstanceOfSatisfying(
                            WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DESTINATION_REJECTED))
                    .satisfies(e -> {
                        for (String message : messages) {
                            assertThat(e).hasMessageContaining(message);
                        }
                    });
            assertThat(shard.read()).isEqualTo(entry);
        }
    }

    @Test
    void refusesATextThatIsTooLongRatherThanCutIt() {
        List<Item> records = List.of(new Item(1, "a"), new Item(2, "12345678901"));
        assertRefused(upsert(), records, ", record 1 of unit 1, id=2, name=12345678901;");
        assertRefused(
                settings(JdbcSink.insert(Item.class))
                        .table(database.name("item"))
                        .column("id", Item::id)
                        .column("name", Item::name),
                records,
                ", record 1 of unit 1, id=2, name=12345678901;");
        assertThat(rows("item")).isEmpty();
    }

    private JdbcSinkBuilder<Item> routed() {
        return settings(JdbcSink.upsert(Item.class))
                .table(item -> database.name(item.table()))
                .key("id", Item::id)
                .column("name", Item::name);
    }

    @Test
    void writesToTheTableThatEachRecordNames() {
        write(routed(), List.of(new Item(1, "a", false, "item"), new Item(2, "b", false, "other"), new Item(3, "c")));
        assertThat(rows("item")).containsExactly("1,a", "3,c");
        assertThat(rows("other")).containsExactly("2,b");
    }

    @Test
    void tellsARecordWithAnUnknownTableFromATableThatDoesNotFit() {
        List<Item> unknown = List.of(new Item(1, "a"), new Item(2, "b", false, "nowhere"));
        assertRefused(routed(), unknown, "does not exist", "record 1 of unit 1, table " + database.name("nowhere"));

        database.execute("CREATE TABLE " + database.name("narrow") + " (id bigint PRIMARY KEY)");
        assertRefused(routed(), List.of(new Item(1, "a", false, "narrow")), "name", ", a record of unit 1;");
        assertThat(rows("item")).isEmpty();
    }

    /** Neither takes COPY. */
    @Test
    void writesThroughViewsAndRowLevelSecurity() {
        database.execute("CREATE VIEW " + database.name("seen") + " AS SELECT id, name FROM " + database.name("item"));
        write(
                settings(JdbcSink.insert(Item.class))
                        .table(database.name("seen"))
                        .column("id", Item::id)
                        .column("name", Item::name),
                List.of(new Item(1, "a"), new Item(2, null)));
        assertThat(rows("item")).containsExactly("1,a", "2,null");
        if (!database.isPostgres()) {
            return;
        }
        String user = "rls_" + database.schema();
        database.execute(
                "CREATE ROLE " + user + " LOGIN",
                "GRANT ALL ON SCHEMA " + database.schema() + " TO " + user,
                "GRANT ALL ON " + database.name("other") + " TO " + user,
                "ALTER TABLE " + database.name("other") + " ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY few ON " + database.name("other") + " USING (id < 10)",
                "DROP TABLE " + database.name("ledger"));
        write(
                settings(JdbcSink.insert(Item.class))
                        .url(database.urlWithoutUser())
                        .user(user)
                        .table(database.name("other"))
                        .column("id", Item::id)
                        .column("name", Item::name),
                List.of(new Item(3, "c")));
        assertThat(rows("other")).containsExactly("3,c");
    }

    @Test
    void namesAColumnWhoseValueHasNoForm() {
        JdbcSink<Item> sink = upsert().column("name2", item -> List.of(1)).build();
        assertThatThrownBy(() -> new TestRecords<>(sink, List.of(new Item(1, "a")))
                        .encoded()
                        .next())
                .hasMessage("Cannot write a record to column \"name2\" of table \"" + database.schema()
                        + "\".\"item\": a value of java.util.ImmutableCollections$List12 has no SQL form; map the column"
                        + " to a number, a string, a byte array, a UUID or a type of java.time");
    }

    @Test
    void namesTheColumnWhoseFunctionFails() {
        JdbcSink<Item> sink =
                upsert().column("name2", item -> item.name().substring(5)).build();
        assertThatThrownBy(() -> new TestRecords<>(sink, List.of(new Item(1, "a")))
                        .encoded()
                        .next())
                .hasMessageContaining("Cannot write a record to column \"name2\" of table ")
                .hasMessageContaining(
                        "the function that takes it apart failed: java.lang.StringIndexOutOfBoundsException: ");
    }
}
