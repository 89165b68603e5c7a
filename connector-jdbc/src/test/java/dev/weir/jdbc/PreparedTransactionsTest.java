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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Product.class)
final class PreparedTransactionsTest {
    @Parameter
    Product product;

    private PreparingDatabase database;
    private TransactionShard<String> shard;

    @BeforeEach
    void open() {
        database = new PreparingDatabase(product);
        shard = database.shard(new TestShard(0, 1));
        shard.fence();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private PreparedUnit prepare(long sequence) throws Exception {
        SinkTransaction<String> transaction = shard.begin("L1", sequence);
        transaction.write("p" + sequence);
        CommitUnit unit = TestShard.unit(sequence, 1);
        return new PreparedUnit(unit, transaction.prepare(unit));
    }

    @Test
    void showsWhoseTheyAreAndWhatTheLedgerWaitsFor() throws Exception {
        prepare(1);
        prepare(2);
        List<PreparedTransaction> listed = database.preparedTransactions().list();

        assertThat(listed).hasSize(2).allSatisfy(each -> {
            assertThat(each.job()).isEqualTo("shop");
            assertThat(each.sink()).isEqualTo("sales");
            assertThat(each.shard()).isZero();
            assertThat(each.lineage()).isEqualTo("L1");
            assertThat(each.attempt()).isEqualTo(1);
            assertThat(each.ledger()).isEqualTo(LedgerEntry.empty(1));
            assertThat(each.age(Instant.now())).isLessThan(Duration.ofMinutes(1));
        });
        assertThat(listed).extracting(PreparedTransaction::isNext).containsExactly(true, false);
    }

    @Test
    void showsOneWhoseLedgerIsAnotherAndEndsNeither() throws Exception {
        prepare(1);
        database.execute("DELETE FROM " + database.name("ledger"));
        PreparedTransaction found = database.preparedTransactions().list().get(0);
        assertThat(found.isKnown()).isFalse();
        assertThatThrownBy(() -> database.preparedTransactions().rollback(found))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("does not belong to ledger table");
        assertThat(database.preparedTransactions().list()).hasSize(1);
    }

    @Test
    void commitsOneAndBringsTheLedgerUpToDate() throws Exception {
        PreparedUnit unit = prepare(1);
        shard.close();
        PreparedTransactions tool = database.preparedTransactions();
        tool.commit(tool.list().get(0));
        assertThat(database.products()).containsExactly("p1");
        assertThat(database.ledger()).containsExactly("1,1");

        shard = database.shard(new TestShard(0, 2));
        assertThat(shard.fence().sequence()).isEqualTo(1);
        assertThat(shard.commit(unit)).isInstanceOf(CommitOutcome.AlreadyCommitted.class);
    }

    @Test
    void rollsOneBack() throws Exception {
        prepare(1);
        shard.close();
        PreparedTransactions tool = database.preparedTransactions();
        PreparedTransaction found = tool.list().get(0);
        tool.rollback(found);
        assertThat(tool.list()).isEmpty();
        assertThatThrownBy(() -> tool.rollback(found))
                .isInstanceOf(WeirException.class)
                .hasMessageContainingAll("Cannot roll back transaction " + found.id(), "does not know it any more");
    }

    @Test
    void refusesWhileTheJobIsAtWork() throws Exception {
        prepare(1);
        shard.begin("L1", 2).write("open");
        PreparedTransactions tool = database.preparedTransactions();
        PreparedTransaction found = tool.list().get(0);
        assertThatThrownBy(() -> tool.commit(found))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DESTINATION_REJECTED))
                .hasMessageContainingAll("its job is at work", "stop the job first");
        assertThat(database.products()).isEmpty();
    }
}
