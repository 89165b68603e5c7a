package dev.weir.jdbc;

import dev.weir.jdbc.Database.Product;
import dev.weir.sink.TransactionShard;
import dev.weir.testbed.CutPoint;
import dev.weir.testbed.DatabaseServer;
import dev.weir.testbed.FaultProxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A database with table {@code sale} and shards that write names of products to it in transactions. */
final class PreparingDatabase implements AutoCloseable {
    private final Database database;
    private final List<AutoCloseable> opened = new ArrayList<>();

    PreparingDatabase(Product product) {
        database = Database.create(product);
        database.execute("CREATE TABLE " + name("sale") + " (product varchar(20) PRIMARY KEY, amount bigint)");
    }

    Dialect dialect() {
        return database.dialect();
    }

    DatabaseServer server() {
        return database.server();
    }

    boolean isPostgres() {
        return database.isPostgres();
    }

    String name(String table) {
        return database.name(table);
    }

    void execute(String... statements) {
        database.execute(statements);
    }

    List<String> query(String sql) {
        return database.query(sql);
    }

    FaultProxy proxy() {
        return FaultProxy.to(database.port());
    }

    String urlThrough(FaultProxy proxy) {
        return database.urlThrough(proxy);
    }

    /** What commits a prepared transaction, as the driver sends it. */
    String commitWords() {
        return isPostgres() ? "COMMIT PREPARED" : "XA COMMIT";
    }

    /** The server commits, and nobody hears of it. */
    CutPoint replyToCommitLost() {
        return isPostgres() ? CutPoint.replyLost(commitWords()) : CutPoint.replyLostTo(commitWords());
    }

    /** Each record is the name of a product. */
    JdbcSinkBuilder<String> sink() {
        return here(JdbcSink.insert(String.class)
                .table(name("sale"))
                .column("product", sold -> sold)
                .column("amount", sold -> 1L)
                .batchSize(2));
    }

    /** A sink to this database. */
    <T> JdbcSinkBuilder<T> here(JdbcSinkBuilder<T> sink) {
        return sink.url(database.url())
                .ledgerTable(name("ledger"))
                .lockTimeout(Duration.ofSeconds(2))
                .startTries(1, Duration.ZERO);
    }

    TransactionShard<String> shard(TestShard place) {
        return shard(sink(), place);
    }

    TransactionShard<String> shard(JdbcSinkBuilder<String> sink, TestShard place) {
        TransactionShard<String> shard = sink.build().openTransactionShard(place);
        opened.add(shard);
        return shard;
    }

    Connection connect() {
        return connect(database.url());
    }

    Connection connect(String url) {
        try {
            Connection connection = DriverManager.getConnection(url);
            opened.add(connection);
            return connection;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** The URL for a user who may use what is in the schema, and nothing else. */
    String urlOfPlainUser() {
        String schema = name("").replace(".", "");
        if (isPostgres()) {
            execute(
                    "DO 'BEGIN CREATE ROLE plain LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END'",
                    "GRANT ALL ON SCHEMA " + schema + " TO plain",
                    "GRANT ALL ON ALL TABLES IN SCHEMA " + schema + " TO plain");
            return database.url().replace("user=weir", "user=plain");
        }
        String identified =
                dialect() == MySqlDialect.MYSQL ? " IDENTIFIED WITH mysql_native_password BY" : " IDENTIFIED BY";
        execute(
                "DROP USER IF EXISTS plain",
                "CREATE USER plain" + identified + " 'plain'",
                "GRANT ALL ON " + schema + ".* TO plain",
                "GRANT USAGE ON *.* TO plain",
                "GRANT SELECT ON weir.* TO plain");
        return database.url().replace("user=weir", "user=plain").replace("password=weir", "password=plain");
    }

    List<String> products() {
        return query("SELECT product FROM " + name("sale") + " ORDER BY product");
    }

    /** Attempt and number of the ledger's rows, and the rows beside it. */
    List<String> ledger() {
        List<String> rows =
                new ArrayList<>(query("SELECT attempt, sequence FROM " + name("ledger") + " ORDER BY shard"));
        query("SELECT sequence FROM " + name("ledger_units") + " ORDER BY sequence")
                .forEach(unit -> rows.add("unit " + unit));
        return rows;
    }

    PreparedTransactions preparedTransactions() {
        return PreparedTransactions.at(connect(), name("ledger"));
    }

    /** Numbers of prepared transactions of this ledger. */
    List<Long> prepared() {
        return preparedTransactions().list().stream()
                .filter(PreparedTransaction::isKnown)
                .map(PreparedTransaction::sequence)
                .toList();
    }

    /** As a person with a console does it. */
    /** MariaDB lets nobody else end a transaction whose session lives. */
    private void endSessionsOf(PreparedTransaction transaction) {
        TransactionName name = TransactionName.of(
                name("ledger"), new Ledger.Key(transaction.job(), transaction.sink(), transaction.shard()));
        TransactionCommands commands = TransactionCommands.of(dialect());
        try (Connection session = connect()) {
            for (ShardLock.Name lock : ShardLock.Name.write(name)) {
                commands.locks().endHolder(session, lock);
            }
            for (int i = 0; i < 5; i++) {
                commands.awaitEndOfSessions(session);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    void endByHand(String verb, PreparedTransaction transaction) {
        endSessionsOf(transaction);
        TransactionId id = TransactionId.ofHandle(transaction.id().getBytes(StandardCharsets.UTF_8));
        execute(
                isPostgres()
                        ? verb + " PREPARED '" + id + "'"
                        : "XA " + verb + " '" + id.shard() + "','" + id.branch() + "',0x57454952");
    }

    /** Rolls back whatever is left, so that the next test finds a server without prepared transactions. */
    @Override
    public void close() {
        for (AutoCloseable each : opened) {
            try {
                each.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
        for (PreparedTransaction left : preparedTransactions().list()) {
            endByHand("ROLLBACK", left);
        }
    }
}
