package dev.weir.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.jdbc.Database.Product;
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
            LedgerRow second = rows.get(1);
            assertThat(second.job()).isEqualTo("shop");
            assertThat(second.sink()).isEqualTo("sales");
            assertThat(second.entry()).isEqualTo(LedgerEntry.empty(7));
            assertThat(Duration.between(second.updated(), Instant.now()).abs()).isLessThan(Duration.ofMinutes(5));
        }
    }
}
