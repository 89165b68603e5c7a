package dev.weir.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.jdbc.Database.Product;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.PreparedUnit;
import dev.weir.sink.SinkTransaction;
import dev.weir.sink.TransactionShard;
import dev.weir.testbed.CutPoint;
import dev.weir.testbed.FaultProxy;
import dev.weir.testbed.Tripwire;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Prepared transactions on the servers themselves, one attempt at a time. */
@ParameterizedClass
@EnumSource(Product.class)
final class TransactionalShardTest {
    @Parameter
    Product product;

    private PreparingDatabase database;

    @BeforeEach
    void open() {
        database = new PreparingDatabase(product);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private TransactionShard<String> fenced(long attempt) {
        TransactionShard<String> shard = database.shard(new TestShard(0, attempt));
        shard.fence();
        return shard;
    }

    private static CommitUnit unit(long sequence) {
        return TestShard.unit(sequence, 1);
    }

    private static PreparedUnit prepare(TransactionShard<String> shard, long sequence) throws Exception {
        SinkTransaction<String> transaction = shard.begin("L1", sequence);
        transaction.write("p" + sequence);
        return new PreparedUnit(unit(sequence), transaction.prepare(unit(sequence)));
    }

    @Test
    void showsRecordsAndLedgerEntryWhenItIsCommitted() throws Exception {
        TransactionShard<String> shard = fenced(1);
        SinkTransaction<String> transaction = shard.begin("L1", 1);
        for (String sold : List.of("a", "b", "c")) {
            transaction.write(sold);
        }
        CommitUnit unit = TestShard.unit(1, 3);
        byte[] handle = transaction.prepare(unit);
        assertThat(database.products()).isEmpty();
        assertThat(database.ledger()).containsExactly("1,0");
        assertThat(database.prepared()).containsExactly(1L);

        assertThat(shard.commit(new PreparedUnit(unit, handle))).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(database.products()).containsExactly("a", "b", "c");
        assertThat(database.ledger()).containsExactly("1,1");
        assertThat(database.prepared()).isEmpty();
        assertThat(fenced(2).fence()).isEqualTo(LedgerEntry.empty(2).after(unit));
    }

    @Test
    void takesTheNextUnitWhileOlderOnesWaitForTheirCommit() throws Exception {
        TransactionShard<String> shard = fenced(1);
        PreparedUnit first = prepare(shard, 1);
        PreparedUnit second = prepare(shard, 2);
        SinkTransaction<String> third = shard.begin("L1", 3);
        third.write("p3");

        assertThat(shard.commit(first)).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(shard.commit(second)).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(database.products()).containsExactly("p1", "p2");
        assertThat(shard.commit(new PreparedUnit(unit(3), third.prepare(unit(3)))))
                .isInstanceOf(CommitOutcome.Committed.class);
        assertThat(database.ledger()).containsExactly("1,3");
    }

    @Test
    void findsThatACommitWasDoneBefore() throws Exception {
        TransactionShard<String> shard = fenced(1);
        PreparedUnit first = prepare(shard, 1);
        shard.commit(first);
        assertThat(shard.commit(first)).isInstanceOf(CommitOutcome.AlreadyCommitted.class);
        shard.commit(prepare(shard, 2));
        assertThat(shard.commit(first)).isInstanceOf(CommitOutcome.AlreadyCommitted.class);
    }

    @Test
    void successorCommitsWhatWasPreparedBeforeTheServerCrashed() throws Exception {
        PreparedUnit prepared = prepare(fenced(1), 1);
        database.server().kill();
        database.server().restart();
        assertThat(database.prepared()).containsExactly(1L);

        assertThat(fenced(2).commit(prepared)).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(database.products()).containsExactly("p1");
        assertThat(database.ledger()).containsExactly("2,1");
    }

    /** The session that prepared it may have been ended meanwhile. */
    private static CommitOutcome settled(TransactionShard<String> shard, PreparedUnit unit) {
        CommitOutcome outcome = shard.commit(unit);
        return outcome instanceof CommitOutcome.InDoubt ? shard.commit(unit) : outcome;
    }

    @Test
    void tellsATransactionThatWasRolledBackByHandFromOneThatWasCommitted() throws Exception {
        TransactionShard<String> shard = fenced(1);
        PreparedUnit first = prepare(shard, 1);
        PreparedUnit second = prepare(shard, 2);
        List<PreparedTransaction> listed = database.preparedTransactions().list();
        database.endByHand("COMMIT", listed.get(0));
        database.endByHand("ROLLBACK", listed.get(1));
        assertThat(database.ledger()).containsExactly("1,0", "unit 1");

        assertThat(settled(shard, first)).isInstanceOf(CommitOutcome.AlreadyCommitted.class);
        assertThat(database.ledger()).containsExactly("1,1");
        assertThat(settled(shard, second))
                .asInstanceOf(InstanceOfAssertFactories.type(CommitOutcome.Lost.class))
                .extracting(CommitOutcome.Lost::reason, InstanceOfAssertFactories.STRING)
                .contains("is not prepared any more", "rolled back by hand", "sequence=1");
    }

    @Test
    void aUnitThatWasCommittedByHandBeforeItsTurnDoesNotHideTheOneBefore() throws Exception {
        TransactionShard<String> shard = fenced(1);
        PreparedUnit first = prepare(shard, 1);
        PreparedUnit second = prepare(shard, 2);
        database.endByHand("COMMIT", database.preparedTransactions().list().get(1));
        TransactionShard<String> next = database.shard(new TestShard(0, 2));
        assertThat(next.fence()).isEqualTo(LedgerEntry.empty(2));

        assertThat(next.commit(first)).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(next.commit(second)).isInstanceOf(CommitOutcome.AlreadyCommitted.class);
        assertThat(database.products()).containsExactly("p1", "p2");
        assertThat(database.ledger()).containsExactly("2,2");
    }

    @Test
    void isInDoubtUntilTheLedgerIsAskedWhenTheReplyIsLost() throws Exception {
        try (FaultProxy proxy = database.proxy()) {
            TransactionShard<String> shard =
                    database.shard(database.sink().url(database.urlThrough(proxy)), new TestShard(0, 1));
            shard.fence();
            PreparedUnit prepared = prepare(shard, 1);
            Tripwire reply = proxy.arm(database.replyToCommitLost());

            assertThat(shard.commit(prepared)).isInstanceOf(CommitOutcome.InDoubt.class);
            reply.awaitFired(Duration.ofSeconds(5));
            assertThat(database.products()).containsExactly("p1");
            assertThat(database.ledger()).containsExactly("1,0", "unit 1");

            assertThat(untilSettled(shard, prepared)).isInstanceOf(CommitOutcome.AlreadyCommitted.class);
            assertThat(database.ledger()).containsExactly("1,1");
        }
    }

    @Test
    void isInDoubtUntilItIsCommittedAgainWhenTheRequestIsLost() throws Exception {
        try (FaultProxy proxy = database.proxy()) {
            TransactionShard<String> shard =
                    database.shard(database.sink().url(database.urlThrough(proxy)), new TestShard(0, 1));
            shard.fence();
            PreparedUnit prepared = prepare(shard, 1);
            Tripwire request = proxy.arm(CutPoint.requestLost(database.commitWords()));

            assertThat(shard.commit(prepared)).isInstanceOf(CommitOutcome.InDoubt.class);
            request.awaitFired(Duration.ofSeconds(5));
            assertThat(database.products()).isEmpty();

            assertThat(untilSettled(shard, prepared)).isInstanceOf(CommitOutcome.Committed.class);
            assertThat(database.ledger()).containsExactly("1,1");
        }
    }

    private static CommitOutcome untilSettled(TransactionShard<String> shard, PreparedUnit prepared) {
        CommitOutcome outcome = shard.commit(prepared);
        for (int i = 0; i < 100 && outcome instanceof CommitOutcome.RetryLater; i++) {
            outcome = shard.commit(prepared);
        }
        return outcome;
    }

    @Test
    void abortsEveryTransactionOfTheShardButTheKeptOnesAndNobodyElses() throws Exception {
        TransactionShard<String> other = database.shard(new TestShard(1, 1));
        other.fence();
        SinkTransaction<String> foreign = other.begin("L1", 7);
        foreign.write("foreign");
        foreign.prepare(unit(7));
        TransactionShard<String> shard = fenced(1);
        prepare(shard, 1);
        PreparedUnit kept = prepare(shard, 2);
        shard.begin("L1", 3).write("open");
        prepareStrangers();

        TransactionShard<String> next = fenced(2);
        next.abortAllBut(List.of(kept.handle()));
        next.abortAllBut(List.of(kept.handle()));

        assertThat(database.prepared()).containsExactlyInAnyOrder(7L, 2L);
        assertThat(strangers()).isEqualTo(2);
        endStrangers();
        prepare(next, 1);
    }

    /** A name of nobody, and one that begins like ours. */
    private static final List<String> STRANGERS = List.of("stranger", "weir/shop.sales.0/stranger");

    private void prepareStrangers() throws Exception {
        for (String name : STRANGERS) {
            try (var connection = database.connect();
                    var statement = connection.createStatement()) {
                statement.execute(database.isPostgres() ? "BEGIN" : "XA START '" + name + "'");
                statement.execute("INSERT INTO " + database.name("sale") + " VALUES ('" + name.length() + "', 1)");
                if (!database.isPostgres()) {
                    statement.execute("XA END '" + name + "'");
                }
                statement.execute((database.isPostgres() ? "PREPARE TRANSACTION '" : "XA PREPARE '") + name + "'");
            }
        }
    }

    private long strangers() {
        return database.query(database.isPostgres() ? "SELECT gid FROM pg_prepared_xacts" : "XA RECOVER").stream()
                .filter(row -> row.contains("stranger"))
                .count();
    }

    private void endStrangers() {
        STRANGERS.forEach(name ->
                database.execute((database.isPostgres() ? "ROLLBACK PREPARED '" : "XA ROLLBACK '") + name + "'"));
    }

    @Test
    void leavesATransactionAloneThatAnotherJobHasPrepared() throws Exception {
        TransactionShard<String> other = database.shard(new TestShard(1, 1));
        other.fence();
        PreparedUnit foreign = prepare(other, 1);

        assertThat(fenced(1).commit(foreign))
                .asInstanceOf(InstanceOfAssertFactories.type(CommitOutcome.Lost.class))
                .extracting(CommitOutcome.Lost::reason, InstanceOfAssertFactories.STRING)
                .contains("belongs to another job", "left alone");
        assertThat(database.prepared()).containsExactly(1L);
    }

    @Test
    void saysWhatItWaitsForWhenTheUnitEightBeforeIsNotThroughInTime() throws Exception {
        TransactionShard<String> shard = fenced(1);
        shard.begin("L1", 1).write("p1");
        assertThatThrownBy(() -> shard.begin("L1", 9))
                .asInstanceOf(InstanceOfAssertFactories.type(WeirException.class))
                .returns(ErrorCode.DESTINATION_UNAVAILABLE, WeirException::code)
                .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
                .contains("weir/write1/", "held by another session", "unit before");
    }

    @Test
    void opensAUnitAsSoonAsTheOneEightBeforeIsThrough() throws Exception {
        TransactionShard<String> shard = fenced(1);
        SinkTransaction<String> first = shard.begin("L1", 1);
        CompletableFuture<SinkTransaction<String>> second = CompletableFuture.supplyAsync(() -> shard.begin("L1", 9));
        assertThatThrownBy(() -> second.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        PreparedUnit unit = new PreparedUnit(unit(1), first.prepare(unit(1)));
        shard.commit(unit);
        assertThat(second.get(5, TimeUnit.SECONDS).prepare(unit(9))).isNotEmpty();
        assertThat(database.prepared()).containsExactly(9L);
    }

    @Test
    void saysThatARowMayBeHeldByAPreparedTransaction() throws Exception {
        TransactionShard<String> shard = fenced(1);
        prepare(shard, 1);
        SinkTransaction<String> second = shard.begin("L1", 2);
        second.write("x");
        assertThatThrownBy(() -> second.write("p1"))
                .asInstanceOf(InstanceOfAssertFactories.type(WeirException.class))
                .returns(ErrorCode.DESTINATION_UNAVAILABLE, WeirException::code)
                .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
                .contains("prepared transaction", "commit");
        second.abort();
        assertThat(database.prepared()).containsExactly(1L);
    }

    @Test
    void nothingIsLeftOfATransactionThatFailed() throws Exception {
        TransactionShard<String> shard = fenced(1);
        SinkTransaction<String> transaction = shard.begin("L1", 1);
        transaction.write("a");
        assertThatThrownBy(() -> transaction.write("a")).isInstanceOf(WeirException.class);
        assertThatThrownBy(() -> transaction.prepare(unit(1))).isInstanceOf(WeirException.class);

        assertThat(shard.commit(prepare(shard, 1))).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(database.products()).containsExactly("p1");
    }
}
