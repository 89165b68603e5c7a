package dev.weir.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.fault.Label;
import dev.weir.jdbc.Database.Product;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.PreparedUnit;
import dev.weir.sink.SinkTransaction;
import dev.weir.sink.TransactionShard;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An attempt that goes on after its successor took over, at every point where it may have been stopped: attempt 1 is the
 * zombie, attempt 2 fences at the label.
 */
@ParameterizedClass
@EnumSource(Product.class)
final class ZombieTransactionTest {
    @Parameter
    Product product;

    private PreparingDatabase database;
    private TransactionShard<String> successor;
    private TransactionShard<String> zombie;
    private Label wakesAt = Label.ATTEMPT_BEFORE_CLAIM;
    private LedgerEntry seenBySuccessor = LedgerEntry.empty(0);

    @BeforeEach
    void open() {
        database = new PreparingDatabase(product);
        successor = database.shard(new TestShard(0, 2));
        zombie = database.shard(new TestShard(0, 1, label -> {
            if (label == wakesAt) {
                wakesAt = Label.ATTEMPT_BEFORE_CLAIM;
                takeOver();
            }
        }));
        zombie.fence();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void takeOver() {
        seenBySuccessor = successor.fence();
    }

    private static CommitUnit unit(long sequence) {
        return TestShard.unit(sequence, 1);
    }

    private static PreparedUnit prepare(TransactionShard<String> shard, long sequence) throws Exception {
        SinkTransaction<String> transaction = shard.begin("L1", sequence);
        transaction.write("p" + sequence);
        return new PreparedUnit(unit(sequence), transaction.prepare(unit(sequence)));
    }

    private static AbstractThrowableAssert<?, WeirException> assertRefused(ThrowingCallable call) {
        return assertThatThrownBy(call).asInstanceOf(InstanceOfAssertFactories.throwable(WeirException.class));
    }

    private static void assertFenced(ThrowingCallable call) {
        assertRefused(call)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.FENCED))
                .hasMessageContainingAll("attempt 1", "another one has taken over: attempt 2");
    }

    @Test
    void doesAllThatItIsNotAllowedToDoAsLongAsNobodyTookOver() throws Exception {
        PreparedUnit first = prepare(zombie, 1);
        prepare(zombie, 2);
        assertThat(zombie.commit(first)).isInstanceOf(CommitOutcome.Committed.class);
        zombie.abortAllBut(List.of());
        assertThat(database.prepared()).isEmpty();
        assertThat(database.products()).containsExactly("p1");
    }

    @Test
    void cannotPrepareWhatItHadOpen() throws Exception {
        SinkTransaction<String> open = zombie.begin("L1", 1);
        open.write("p1");
        takeOver();
        assertRefused(() -> open.prepare(unit(1)));
        assertThat(database.prepared()).isEmpty();
        assertThat(successor.commit(prepare(successor, 1))).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(database.products()).containsExactly("p1");
    }

    @Test
    void cannotOpenAnother() {
        takeOver();
        assertFenced(() -> zombie.begin("L1", 1));
        assertFenced(() -> zombie.fence());
    }

    @Test
    void cannotCommitOrAbortWhatItHadPrepared() throws Exception {
        PreparedUnit prepared = prepare(zombie, 1);
        takeOver();
        assertFenced(() -> zombie.commit(prepared));
        assertFenced(() -> zombie.abortAllBut(List.of()));
        assertThat(database.prepared()).containsExactly(1L);
        assertThat(successor.commit(prepared)).isInstanceOf(CommitOutcome.Committed.class);
    }

    @Test
    void cannotSendTheCommitThatItWasAboutToSend() throws Exception {
        PreparedUnit prepared = prepare(zombie, 1);
        wakesAt = Label.COMMIT_AFTER_RECORDS;

        assertThat(zombie.commit(prepared)).isNotInstanceOf(CommitOutcome.Committed.class);
        assertThat(seenBySuccessor).isEqualTo(LedgerEntry.empty(2));
        assertThat(database.prepared()).containsExactly(1L);
        assertFenced(() -> zombie.commit(prepared));
        successor.abortAllBut(List.of());
        assertThat(database.products()).isEmpty();
    }

    /** What the test above would see without locks: a session that is only slow gets through. */
    @Test
    void wouldSendTheCommitFromASessionThatHoldsNoLock() throws Exception {
        prepare(zombie, 1);
        PreparedTransaction prepared = database.preparedTransactions().list().get(0);
        takeOver();
        database.endByHand("COMMIT", prepared);
        assertThat(database.products()).containsExactly("p1");
    }

    @Test
    void successorSeesTheCommitWhoseReplyTheZombieHasNotReadYet() throws Exception {
        PreparedUnit prepared = prepare(zombie, 1);
        wakesAt = Label.COMMIT_AFTER_COMMIT;

        assertThat(zombie.commit(prepared)).isInstanceOf(CommitOutcome.InDoubt.class);
        assertThat(seenBySuccessor).isEqualTo(LedgerEntry.empty(2).after(unit(1)));
        assertFenced(() -> zombie.commit(prepared));
        assertThat(database.ledger()).containsExactly("2,1");
        assertThat(successor.commit(prepared)).isInstanceOf(CommitOutcome.AlreadyCommitted.class);
    }

    @Test
    void cannotAbortWhatTheSuccessorNeeds() throws Exception {
        PreparedUnit prepared = prepare(zombie, 1);
        wakesAt = Label.ABORT_BEFORE;

        assertRefused(() -> zombie.abortAllBut(List.of()));
        assertThat(database.prepared()).containsExactly(1L);
        assertFenced(() -> zombie.abortAllBut(List.of()));
        assertThat(successor.commit(prepared)).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(database.products()).containsExactly("p1");
    }

    @Test
    void anotherOwnerOfTheSameNumberIsRefused() throws Exception {
        PreparedUnit prepared = prepare(zombie, 1);
        TransactionShard<String> copy = database.shard(new TestShard(0, 1).ownedBy("copy"));
        assertRefused(copy::fence).satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.FENCED));
        assertThat(zombie.commit(prepared)).isInstanceOf(CommitOutcome.Committed.class);
    }

    /** It keeps the ledger's row locked: MySQL would wait for it until the lock times out. */
    @Test
    void successorEndsOneThatSleepsWhileItFolds() throws Exception {
        prepare(zombie, 1);
        PreparedTransaction prepared = database.preparedTransactions().list().get(0);
        database.endByHand("COMMIT", prepared);
        try (var sleeping = database.connect();
                var statement = sleeping.createStatement()) {
            TransactionName name = TransactionName.of(database.name("ledger"), new Ledger.Key("shop", "sales", 0));
            TransactionCommands.of(database.dialect())
                    .locks()
                    .acquire(sleeping, ShardLock.Name.commit(name), Duration.ofSeconds(1));
            sleeping.setAutoCommit(false);
            statement.executeUpdate("UPDATE " + database.name("ledger") + " SET sequence = 1");

            takeOver();
            assertThatThrownBy(sleeping::commit).isInstanceOf(SQLException.class);
        }
        assertThat(seenBySuccessor).isEqualTo(LedgerEntry.empty(2).after(unit(1)));
    }
}
