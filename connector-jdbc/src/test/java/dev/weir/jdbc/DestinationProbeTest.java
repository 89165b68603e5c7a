package dev.weir.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.guarantee.Finding;
import dev.weir.guarantee.Guarantee;
import dev.weir.jdbc.Database.Sale;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.testbed.MySqlOptions;
import dev.weir.testbed.MySqlServer;
import dev.weir.testbed.PostgresOptions;
import dev.weir.testbed.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DestinationProbeTest {
    private static JdbcSink<Sale> sink(String url) {
        return JdbcSink.upsert(Sale.class)
                .url(url)
                .table("sale")
                .key("product", Sale::product)
                .column("amount", Sale::amount)
                .startTries(1, Duration.ZERO)
                .build();
    }

    private static void execute(String url, String... statements) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Finding> limits(String url, DeliveryStrategy strategy) {
        return sink(url).probe(strategy).stream()
                .filter(finding -> finding.limit() != Guarantee.EXACTLY_ONCE)
                .toList();
    }

    @Test
    void findsWhatPostgresDoesNotKeep() {
        PostgresOptions options = PostgresOptions.builder()
                .setting("fsync", "on")
                .setting("full_page_writes", "on")
                .setting("max_prepared_transactions", "0")
                .build();
        try (PostgresServer server = PostgresServer.start(options)) {
            String url = server.jdbcUrl();
            String name = " of PostgreSQL at " + url.substring(0, url.indexOf('?'));
            execute(url, "CREATE TABLE sale (product text PRIMARY KEY, amount bigint)");
            assertThat(limits(url, DeliveryStrategy.WRITE_AHEAD_LOG)).isEmpty();
            assertThat(sink(url).probe(DeliveryStrategy.WRITE_AHEAD_LOG))
                    .contains(Finding.good("synchronous_commit" + name, "it is on: what is acknowledged is kept"));

            assertThat(limits(url, DeliveryStrategy.TWO_PHASE)).singleElement().satisfies(finding -> {
                assertThat(finding.subject()).isEqualTo("prepared transactions" + name);
                assertThat(finding.reason()).contains("max_prepared_transactions=0");
                assertThat(finding.mend()).contains("WRITE_AHEAD_LOG");
            });

            execute(
                    url,
                    "ALTER ROLE " + server.user() + " SET synchronous_commit = off",
                    "ALTER TABLE sale SET UNLOGGED",
                    "ALTER TABLE sale DROP CONSTRAINT sale_pkey");
            assertThat(limits(url, DeliveryStrategy.WRITE_AHEAD_LOG))
                    .containsExactly(
                            new Finding(
                                    Guarantee.AT_MOST_ONCE,
                                    "synchronous_commit" + name,
                                    "it is off: a commit is acknowledged before it is on disk, and a crash of the server"
                                            + " loses it",
                                    "ALTER ROLE \"" + server.user() + "\" SET synchronous_commit = on"),
                            new Finding(
                                    Guarantee.AT_MOST_ONCE,
                                    "table \"sale\"" + name,
                                    "its rows are unlogged: a crash of the server empties the table",
                                    "ALTER TABLE \"sale\" SET LOGGED"),
                            new Finding(
                                    Guarantee.AT_LEAST_ONCE,
                                    "table \"sale\"" + name,
                                    "it has no unique key (product), so an upsert would insert",
                                    "add a primary key or unique constraint on exactly these columns"));
        }
    }

    @Test
    void findsWhatMySqlDoesNotKeep() {
        MySqlOptions options = MySqlOptions.builder()
                .setting("innodb_flush_log_at_trx_commit", "2")
                .setting("sync_binlog", "0")
                .build();
        try (MySqlServer server = MySqlServer.start(options)) {
            String url = server.jdbcUrl();
            execute(url, "CREATE TABLE sale (product varchar(9) PRIMARY KEY, amount bigint) ENGINE = MyISAM");
            assertThat(limits(url, DeliveryStrategy.WRITE_AHEAD_LOG))
                    .extracting(Finding::mend)
                    .containsExactly(
                            "SET GLOBAL innodb_flush_log_at_trx_commit = 1, and in my.cnf",
                            "SET GLOBAL sync_binlog = 1, and in my.cnf",
                            "ALTER TABLE `sale` ENGINE = InnoDB");
        }
    }

    @Test
    void saysThatNobodyAnswers() {
        assertThatThrownBy(() -> sink("jdbc:mysql://127.0.0.1:1/shop").probe(DeliveryStrategy.WRITE_AHEAD_LOG))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DESTINATION_UNAVAILABLE))
                .hasMessageContaining("1 tries");
    }
}
