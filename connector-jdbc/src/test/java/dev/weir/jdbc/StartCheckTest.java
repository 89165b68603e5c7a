package dev.weir.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.jdbc.Database.Sale;
import dev.weir.testbed.FaultProxy;
import dev.weir.testbed.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class StartCheckTest {
    private final Database database = Database.create();

    private static void assertRefused(JdbcSinkBuilder<?> sink, ErrorCode code, String message) {
        JdbcSink<?> built = sink.build();
        assertThatThrownBy(() -> built.openShard(new TestShard(0, 1)))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessage(message);
    }

    private String target() {
        return database.urlWithoutUser();
    }

    private String quoted(String table) {
        return database.quoted(table);
    }

    private JdbcSinkBuilder<Sale> upsert() {
        return JdbcSink.upsert(Sale.class)
                .url(database.url())
                .table(database.name("sale"))
                .key("product", Sale::product)
                .column("amount", Sale::amount)
                .ledgerTable(database.name("ledger"))
                .startTries(1, Duration.ZERO);
    }

    @Test
    void namesAMissingTable() {
        assertRefused(
                upsert(),
                ErrorCode.DESTINATION_REJECTED,
                "Cannot write to table " + quoted("sale") + ": it does not exist: " + target()
                        + "; create it, or correct its name (names are case-sensitive here, and the database stores"
                        + " unquoted ones in lower case)");
    }

    @Test
    void namesAMissingColumnAndThoseThatExist() {
        database.createSaleTable();
        assertRefused(
                upsert().column("currency", sale -> "EUR"),
                ErrorCode.DESTINATION_REJECTED,
                "Cannot write to table " + quoted("sale") + ": column \"currency\" does not exist: " + target()
                        + ", the table has product, amount; add the column or correct the mapping");
    }

    @Test
    void asksForAUniqueConstraintOfAnUpsert() {
        database.createSaleTable();
        assertRefused(
                upsert(),
                ErrorCode.DESTINATION_REJECTED,
                "Cannot write to table " + quoted("sale")
                        + ": it has no unique key (product): " + target()
                        + "; an upsert needs a primary key or unique constraint on exactly its key columns: add it, or"
                        + " use JdbcSink.insert");
    }

    @Test
    void findsFaultsOfAStatement() {
        String sql = "INSERT INTO " + database.name("sale") + " (product) VALUES (?)";
        assertRefused(
                JdbcSink.statement(Sale.class, sql, (statement, sale) -> statement.setString(1, sale.product()))
                        .url(database.url()),
                ErrorCode.DESTINATION_REJECTED,
                "Cannot write to statement \"" + sql + "\": relation \"" + database.name("sale")
                        + "\" does not exist: SQLSTATE 42P01, " + target()
                        + "; correct the statement or create what it needs");
    }

    @Test
    void namesTheRightsThatAreMissing() {
        database.createSaleTable();
        String user = user();
        assertRefused(
                database.saleSink().url(target()).user(user),
                ErrorCode.DESTINATION_REJECTED,
                "Cannot write to table " + quoted("sale") + ": permission denied for table sale: SQLSTATE 42501, "
                        + target() + "; GRANT INSERT ON " + quoted("sale") + " TO the user of the sink");

        database.execute("GRANT INSERT ON " + database.name("sale") + " TO " + user);
        String ddl = JdbcDdl.ledger("postgresql", database.name("ledger"));
        assertRefused(
                database.saleSink().url(target()).user(user),
                ErrorCode.DESTINATION_REJECTED,
                "Cannot create ledger table " + quoted("ledger") + ": permission denied for schema "
                        + database.name("x").split("\\.", -1)[0] + ": SQLSTATE 42501, " + target()
                        + "; let someone who may run: " + ddl + "; GRANT SELECT, INSERT, UPDATE ON "
                        + quoted("ledger") + " TO the user of the sink");

        database.execute(ddl, "GRANT SELECT, INSERT ON " + database.name("ledger") + " TO " + user);
        assertRefused(
                database.saleSink().url(target()).user(user),
                ErrorCode.DESTINATION_REJECTED,
                "Cannot use ledger table " + quoted("ledger") + ": permission denied for table ledger: SQLSTATE 42501, "
                        + target() + "; GRANT SELECT, INSERT, UPDATE ON " + quoted("ledger")
                        + " TO the user of the sink");

        database.execute("GRANT UPDATE ON " + database.name("ledger") + " TO " + user);
        database.saleSink()
                .url(target())
                .user(user)
                .build()
                .openShard(new TestShard(0, 1))
                .close();
    }

    /** One who sees the schema and may do nothing there. */
    private String user() {
        String schema = database.name("x").split("\\.", -1)[0];
        String user = "user_" + schema;
        database.execute("CREATE ROLE " + user + " LOGIN", "GRANT USAGE ON SCHEMA " + schema + " TO " + user);
        return user;
    }

    @Test
    void refusesALedgerTableThatIsSomethingElse() {
        database.createSaleTable();
        assertRefused(
                database.saleSink().ledgerTable(database.name("sale")),
                ErrorCode.DESTINATION_REJECTED,
                "Cannot use ledger table " + quoted("sale")
                        + ": it is something else: columns missing: job, sink, shard, attempt, owner, lineage,"
                        + " sequence, position, digest, checkpoint, records, updated, " + target()
                        + "; give the sink another ledger table, or make this one as "
                        + JdbcDdl.ledger("postgresql", database.name("sale")));
    }

    @Test
    void createsTheLedgerOnceForMany() {
        database.createSaleTable();
        JdbcSink<Sale> sink = database.saleSink().build();
        sink.openShard(new TestShard(0, 1)).close();
        sink.openShard(new TestShard(1, 1)).close();

        assertThat(database.query("SELECT count(*) FROM " + database.name("ledger")))
                .containsExactly("0");
    }

    @Test
    void needsNoLedgerToWriteAtLeastOnce() throws Exception {
        database.createSaleTable();
        database.saleSink().build().createWriter(new TestShard(0, 1)).close();

        assertThat(database.query("SELECT to_regclass('" + database.name("ledger") + "')"))
                .containsExactly("null");
    }

    @Test
    void givesUpOnAServerThatIsDown() {
        int port;
        try (FaultProxy nobody = FaultProxy.to(1)) {
            port = nobody.port();
        }
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/shop";
        assertRefused(
                database.saleSink().url(url + "?user=weir&password=secret").startTries(3, Duration.ofMillis(1)),
                ErrorCode.DESTINATION_UNAVAILABLE,
                "Cannot connect to " + url + ": Connection to 127.0.0.1:" + port
                        + " refused. Check that the hostname and port"
                        + " are correct and that the postmaster is accepting TCP/IP connections: SQLSTATE 08001, 3 tries, 1 ms apart; check that"
                        + " the database runs, its host and port, and the network between");
    }

    @Test
    void waitsForAServerThatComesUp() {
        database.createSaleTable();
        try (FaultProxy proxy = FaultProxy.to(database.port())) {
            proxy.refuse();
            JdbcSink<Sale> sink = database.saleSink()
                    .url(database.urlThrough(proxy))
                    .startTries(1000, Duration.ofMillis(1))
                    .build();
            Thread healer = new Thread(proxy::heal);
            healer.start();
            sink.openShard(new TestShard(0, 1)).close();
        }
    }

    @Test
    void doesNotHangOnAServerThatIsSilent() {
        database.createSaleTable();
        try (FaultProxy proxy = FaultProxy.to(database.port())) {
            proxy.hold();
            JdbcSink<Sale> sink = database.saleSink()
                    .url(database.urlThrough(proxy))
                    .connectTimeout(Duration.ofSeconds(1))
                    .build();
            assertThatThrownBy(() -> sink.openShard(new TestShard(0, 1)))
                    .isInstanceOfSatisfying(
                            WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DESTINATION_UNAVAILABLE))
                    .hasMessageContaining("1 tries");
        }
    }

    @Test
    void refusesAWrongPasswordAtOnceAndDoesNotPrintIt() throws IOException {
        try (PostgresServer server = PostgresServer.start()) {
            Path rules = server.dataFolder().resolve("pg_hba.conf");
            Files.writeString(rules, "host all secured 127.0.0.1/32 scram-sha-256\n" + Files.readString(rules));
            String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + server.database();
            try (var connection = java.sql.DriverManager.getConnection(server.jdbcUrl());
                    var statement = connection.createStatement()) {
                statement.execute("CREATE ROLE secured LOGIN PASSWORD 'right'");
                statement.execute("CREATE TABLE sale (product text, amount bigint)");
                statement.execute("GRANT ALL ON SCHEMA public TO secured");
                statement.execute("GRANT ALL ON sale TO secured");
                statement.execute("SELECT pg_reload_conf()");
            } catch (java.sql.SQLException e) {
                throw new AssertionError(e);
            }
            JdbcSinkBuilder<Sale> sink = JdbcSink.insert(Sale.class)
                    .url(url)
                    .user("secured")
                    .table("sale")
                    .column("product", Sale::product)
                    .startTries(1000, Duration.ofSeconds(10));
            assertRefused(
                    sink.password("wrong"),
                    ErrorCode.DESTINATION_REJECTED,
                    "Cannot connect to " + url
                            + ": FATAL: password authentication failed for user \"secured\": SQLSTATE"
                            + " 28P01, user=secured; correct the URL, the user or the password");
            JdbcSink<Sale> right = sink.password("right").build();
            right.openShard(new TestShard(0, 1)).close();
            assertThat(right.toString()).isEqualTo("jdbc-postgresql[table \"sale\" at " + url + "]");
        }
    }
}
