package dev.weir.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.jdbc.Database.Product;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LedgerTableTest {
    @ParameterizedTest
    @EnumSource(Product.class)
    void readsEveryRow(Product product) throws Exception {
        Database database = Database.create(product);
        try (Connection connection = DriverManager.getConnection(database.url());
                Statement statement = connection.createStatement()) {
            Dialect dialect = Dialect.of(connection);
            statement.execute(JdbcDdl.ledger(dialect.product(), "tools_ledger"));
            Ledger ledger = new Ledger(TableName.parse("tools_ledger"), dialect);
            ledger.claim(connection, new Ledger.Key("shop", "sales", 1), 7, "me");
            ledger.claim(connection, new Ledger.Key("shop", "sales", 0), 8, "me");

            List<LedgerRow> rows = LedgerTable.at(connection, "tools_ledger").rows(connection);

            assertThat(rows).extracting(LedgerRow::shard).containsExactly(0, 1);
            assertThat(rows.get(0).beyond()).isEmpty();
            LedgerRow second = rows.get(1);
            assertThat(second.job()).isEqualTo("shop");
            assertThat(second.sink()).isEqualTo("sales");
            assertThat(second.entry()).isEqualTo(LedgerEntry.empty(7));
            assertThat(Duration.between(second.updated(), Instant.now()).abs()).isLessThan(Duration.ofMinutes(5));
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void countsWhatPreparedTransactionsHaveLeftBesideIt(Product product) throws Exception {
        Database database = Database.create(product);
        try (Connection connection = DriverManager.getConnection(database.url());
                Statement statement = connection.createStatement()) {
            Dialect dialect = Dialect.of(connection);
            TableName table = TableName.parse("two_phase_ledger");
            Ledger.Key key = new Ledger.Key("shop", "sales", 0);
            CommitUnit first = new CommitUnit("a", 1, 4, 10, 10, 77);
            CommitUnit third = new CommitUnit("a", 3, 6, 10, 30, 79);
            statement.execute(JdbcDdl.ledger(dialect.product(), "two_phase_ledger"));
            statement.execute(JdbcDdl.units(dialect.product(), "two_phase_ledger"));
            new Ledger(table, dialect).claim(connection, key, 7, "me");
            UnitsTable.of(dialect, table).insert(connection, key, first, 7);
            UnitsTable.of(dialect, table).insert(connection, key, third, 7);

            LedgerRow row = LedgerTable.at(connection, "two_phase_ledger")
                    .rows(connection)
                    .get(0);

            assertThat(row.entry()).isEqualTo(LedgerEntry.empty(7).after(first));
            assertThat(row.checkpoint()).isEqualTo(4);
            assertThat(row.beyond()).containsExactly(third);
            assertThat(row.knows(first)).isTrue();
            assertThat(row.knows(third)).isTrue();
            assertThat(row.knows(new CommitUnit("a", 2, 5, 10, 20, 78))).isFalse();
        }
    }
}
