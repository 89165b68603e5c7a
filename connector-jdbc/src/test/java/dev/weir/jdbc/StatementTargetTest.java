package dev.weir.jdbc;

import static dev.weir.jdbc.TestShard.unit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.jdbc.Database.Product;
import dev.weir.jdbc.Database.Sale;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.LedgerShard;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Product.class)
final class StatementTargetTest {
    private final Database database;

    StatementTargetTest(Product product) {
        database = Database.create(product);
    }

    private void write(String sql, List<Sale> records) {
        JdbcSink<Sale> sink = JdbcSink.statement(Sale.class, sql, (statement, sale) -> {
                    statement.setString(1, sale.product());
                    statement.setLong(2, sale.amount());
                })
                .url(database.url())
                .ledgerTable(database.name("ledger"))
                .startTries(1, Duration.ZERO)
                .batchSize(100)
                .build();
        try (LedgerShard<Sale> shard = sink.openShard(new TestShard(0, 1))) {
            assertThat(shard.apply(shard.fence(), unit(1, records.size()), new TestRecords<>(sink, records)))
                    .isEqualTo(new CommitOutcome.Committed());
        }
    }

    /** A rewritten batch would be refused: ON CONFLICT DO UPDATE command cannot affect row a second time. */
    @Test
    void addsUpRecordsOfTheSameKeyInOneBatch() {
        database.execute(
                "CREATE TABLE " + database.name("total") + " (product varchar(10) PRIMARY KEY, amount bigint)");
        write(
                "INSERT INTO " + database.name("total")
                        + (database.isPostgres()
                                ? " AS t VALUES (?, ?) ON CONFLICT (product) DO UPDATE SET amount = t.amount +"
                                        + " excluded.amount"
                                : " VALUES (?, ?) ON DUPLICATE KEY UPDATE amount = amount + VALUES(amount)"),
                IntStream.range(0, 300).mapToObj(i -> new Sale("p" + i % 3, 1)).toList());

        assertThat(database.query("SELECT * FROM " + database.name("total") + " ORDER BY 1"))
                .containsExactly("p0,100", "p1,100", "p2,100");
    }

    @Test
    void insertsInBatches() {
        database.createSaleTable();
        write(
                "INSERT INTO " + database.name("sale") + " (product, amount) VALUES (?, ?)",
                IntStream.range(0, 250).mapToObj(i -> new Sale("p" + i, i)).toList());

        assertThat(database.sales()).hasSize(250);
    }

    @Test
    void updates() {
        database.createSaleTable();
        database.execute("INSERT INTO " + database.name("sale") + " VALUES ('a', 1)");
        write(
                "UPDATE " + database.name("sale") + " SET product = ? WHERE amount = ?",
                List.of(new Sale("b", 1), new Sale("c", 2)));

        assertThat(database.sales()).containsExactly("b,1");
    }
}
