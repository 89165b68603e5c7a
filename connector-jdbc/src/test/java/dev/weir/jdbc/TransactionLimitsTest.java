package dev.weir.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.jdbc.Database.Product;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.DeadLetters;
import dev.weir.sink.PreparedUnit;
import dev.weir.sink.SinkTransaction;
import dev.weir.sink.TransactionShard;
import dev.weir.testbed.FaultProxy;
import dev.weir.testbed.PostgresOptions;
import dev.weir.testbed.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.XAConnection;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mariadb.jdbc.MariaDbDataSource;

/** What a sink says when the server, its set-up or the user's privileges do not let it prepare transactions. */
final class TransactionLimitsTest {
    private static CommitUnit unit(long sequence) {
        return TestShard.unit(sequence, 1);
    }

    private static byte[] prepare(TransactionShard<String> shard, long sequence) throws Exception {
        SinkTransaction<String> transaction = shard.begin("L1", sequence);
        transaction.write("p" + sequence);
        return transaction.prepare(unit(sequence));
    }

    private static AbstractThrowableAssert<?, WeirException> assertFails(ErrorCode code, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .asInstanceOf(InstanceOfAssertFactories.throwable(WeirException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static JdbcSinkBuilder<String> sinkTo(String url) {
        return JdbcSink.insert(String.class)
                .url(url)
                .table("sale")
                .column("product", sold -> sold)
                .startTries(1, Duration.ZERO);
    }

    @Test
    void saysThatPostgresIsSetUpWithoutPreparedTransactions() throws Exception {
        try (PostgresServer server = PostgresServer.start(PostgresOptions.builder()
                .setting("max_prepared_transactions", "0")
                .build())) {
            try (Connection connection = DriverManager.getConnection(server.jdbcUrl())) {
                run(connection, "CREATE TABLE sale (product text)");
            }
            try (TransactionShard<String> shard =
                    sinkTo(server.jdbcUrl()).build().openTransactionShard(new TestShard(0, 1))) {
                assertFails(ErrorCode.DESTINATION_REJECTED, shard::fence)
                        .hasMessageContainingAll("max_prepared_transactions=0", "WRITE_AHEAD_LOG");
            }
        }
    }

    @Test
    void saysThatPostgresHasNoRoomForAnotherPreparedTransaction() throws Exception {
        try (PostgresServer server = PostgresServer.start(PostgresOptions.builder()
                .setting("max_prepared_transactions", "1")
                .build())) {
            try (Connection connection = DriverManager.getConnection(server.jdbcUrl())) {
                run(connection, "CREATE TABLE sale (product text)");
            }
            try (TransactionShard<String> shard =
                    sinkTo(server.jdbcUrl()).build().openTransactionShard(new TestShard(0, 1))) {
                shard.fence();
                byte[] first = prepare(shard, 1);
                assertFails(ErrorCode.DESTINATION_UNAVAILABLE, () -> prepare(shard, 2))
                        .hasMessageContainingAll("no room for another one", "raise max_prepared_transactions");

                assertThat(shard.commit(new PreparedUnit(unit(1), first))).isInstanceOf(CommitOutcome.Committed.class);
                assertThat(prepare(shard, 2)).isNotEmpty();
            }
        }
    }

    @Test
    void saysWhichPrivilegeMySqlWantsForTheList() throws Exception {
        try (PreparingDatabase database = new PreparingDatabase(Product.MYSQL)) {
            String url = database.urlOfPlainUser();
            TransactionShard<String> shard = database.shard(database.sink().url(url), new TestShard(0, 1));
            assertFails(ErrorCode.DESTINATION_REJECTED, shard::fence)
                    .hasMessageContainingAll("Cannot list prepared transactions in MySQL", "GRANT XA_RECOVER_ADMIN");
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void saysWhichPrivilegeItWantsToEndTheSessionOfAnotherUser(Product product) throws Exception {
        try (PreparingDatabase database = new PreparingDatabase(product)) {
            TransactionShard<String> older = database.shard(new TestShard(0, 1));
            older.fence();
            SinkTransaction<String> open = older.begin("L1", 1);
            String url = database.urlOfPlainUser();
            if (product == Product.MYSQL) {
                database.execute("GRANT XA_RECOVER_ADMIN ON *.* TO plain");
            }
            TransactionShard<String> newer = database.shard(database.sink().url(url), new TestShard(0, 2));
            assertFails(ErrorCode.DESTINATION_REJECTED, newer::fence)
                    .hasMessageContainingAll("Cannot end", "connect as the same user", "GRANT");
            open.abort();
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void leavesARowThatTheDatabaseRefusesOutOfTheTransaction(Product product) throws Exception {
        try (PreparingDatabase database = new PreparingDatabase(product)) {
            TransactionShard<String> shard = database.shard(new TestShard(0, 1).with(new DeadLetters() {
                @Override
                public boolean areKept() {
                    return true;
                }

                @Override
                public void admit(long lettersOfUnit, long recordsOfUnit, WeirException refusal) {}
            }));
            shard.fence();
            SinkTransaction<String> transaction = shard.begin("L1", 1);
            for (String sold : new String[] {"a", "a name that is too long for its column", "b", "a", "c"}) {
                transaction.write(sold);
            }
            CommitUnit unit = TestShard.unit(1, 5);
            assertThat(shard.commit(new PreparedUnit(unit, transaction.prepare(unit))))
                    .isEqualTo(new CommitOutcome.Committed(2));
            assertThat(database.products()).containsExactly("a", "b", "c");
        }
    }

    /** What {@code XAER_NOTA} may mean. */
    @Test
    void triesAgainWhileMariaDbDeniesABranchThatItLists() throws Exception {
        try (PreparingDatabase database = new PreparingDatabase(Product.MARIADB)) {
            TransactionShard<String> shard = database.shard(new TestShard(0, 1));
            shard.fence();
            TransactionName name = TransactionName.of(database.name("ledger"), new Ledger.Key("shop", "sales", 0));
            TransactionId id = new TransactionId(name.text(), "L1", 1, 1, 0);
            PreparedUnit prepared = new PreparedUnit(unit(1), id.handle());
            TransactionCommands commands = TransactionCommands.of(database.dialect());
            try (Connection preparing = database.connect()) {
                commands.begin(preparing, id);
                UnitsTable.of(database.dialect(), TableName.parse(database.name("ledger")))
                        .insert(preparing, new Ledger.Key("shop", "sales", 0), unit(1), 1);
                commands.prepare(preparing, id);

                assertThat(shard.commit(prepared)).isInstanceOf(CommitOutcome.RetryLater.class);
                assertThat(database.prepared()).containsExactly(1L);
            }
            await().untilAsserted(() -> assertThat(shard.commit(prepared)).isInstanceOf(CommitOutcome.Committed.class));
        }
    }

    /** A server's rule that the locks depend on. */
    @Test
    @SuppressWarnings("try") // the shard is opened for the tables that it makes
    void preparedTransactionDoesNotTakeItsSessionsLockAlong() throws Exception {
        try (PreparingDatabase database = new PreparingDatabase(Product.POSTGRESQL);
                Connection session = database.connect();
                Connection other = database.connect()) {
            database.shard(new TestShard(0, 1)).fence();
            TransactionName name = TransactionName.of("ledger", new Ledger.Key("shop", "sales", 0));
            ShardLock lock = new ShardLock(new PostgresLocks(), ShardLock.Name.commit(name), Duration.ofMillis(100));
            assertThat(lock.acquire(session)).isTrue();
            run(
                    session,
                    "BEGIN",
                    "INSERT INTO " + database.name("sale") + " VALUES ('a')",
                    "PREPARE TRANSACTION 'stranger'");

            assertThat(lock.acquire(other)).isFalse();
            lock.release(session);
            assertThat(lock.acquire(other)).isTrue();
            run(session, "ROLLBACK PREPARED 'stranger'");
        }
    }

    /** Why the statements are used instead of the driver's {@code XAConnection}. */
    @Test
    void mariaDbsDriverReportsALostConnectionAsNoErrorAtAll() throws Exception {
        try (PreparingDatabase database = new PreparingDatabase(Product.MARIADB);
                FaultProxy proxy = database.proxy()) {
            database.shard(new TestShard(0, 1)).fence();
            XAConnection session = new MariaDbDataSource(database.urlThrough(proxy)).getXAConnection();
            Xid xid = new Branch();
            session.getXAResource().start(xid, XAResource.TMNOFLAGS);
            run(session.getConnection(), "INSERT INTO " + database.name("sale") + " VALUES ('a', 1)");
            session.getXAResource().end(xid, XAResource.TMSUCCESS);
            session.getXAResource().prepare(xid);
            proxy.arm(database.replyToCommitLost());

            assertThatThrownBy(() -> session.getXAResource().commit(xid, false))
                    .isInstanceOfSatisfying(
                            XAException.class, e -> assertThat(e.errorCode).isZero());
            assertThat(database.products()).containsExactly("a");
        }
    }

    private static final class Branch implements Xid {
        @Override
        public int getFormatId() {
            return 1;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return new byte[] {'s'};
        }

        @Override
        public byte[] getBranchQualifier() {
            return new byte[] {'b'};
        }
    }

    /** Documented in the sink, since it surprises people who change a table while a job is down. */
    @ParameterizedTest
    @EnumSource(Product.class)
    void preparedTransactionKeepsItsTableFromBeingChanged(Product product) throws Exception {
        try (PreparingDatabase database = new PreparingDatabase(product)) {
            TransactionShard<String> shard = database.shard(new TestShard(0, 1));
            shard.fence();
            prepare(shard, 1);
            database.server().kill();
            database.server().restart();
            try (Connection connection = database.connect()) {
                run(
                        connection,
                        database.isPostgres()
                                ? "SET lock_timeout = 500"
                                : "SET SESSION lock_wait_timeout = 1, innodb_lock_wait_timeout = 1");
                assertThatThrownBy(() -> run(connection, "ALTER TABLE " + database.name("sale") + " ADD COLUMN x int"))
                        .isInstanceOf(SQLException.class)
                        .satisfies(e -> assertThat(TransactionCommands.of(database.dialect())
                                        .isLockTimeout((SQLException) e))
                                .isTrue());
            }
        }
    }
}
