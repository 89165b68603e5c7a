package dev.weir.kafka;

import static dev.weir.kafka.TestShard.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.kafka.Sales.Sale;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.InsuredShard;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.PreparedUnit;
import dev.weir.sink.SinkTransaction;
import dev.weir.sink.UnitRecords;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The shards of one test over one topic; closes them. */
final class SinkStage implements AutoCloseable {
    private final List<InsuredShard<Sale>> opened = new ArrayList<>();
    private final KafkaSink<Sale> sink;

    SinkStage(KafkaSink<Sale> sink) {
        this.sink = sink;
    }

    InsuredShard<Sale> open(TestShard context) {
        InsuredShard<Sale> shard = (InsuredShard<Sale>) sink.openTransactionShard(context);
        opened.add(shard);
        return shard;
    }

    UnitRecords<Sale> sales(int from, int to) {
        return records(Sales.list(from, to));
    }

    UnitRecords<Sale> records(List<Sale> sales) {
        return new Sales(sink, sales);
    }

    static PreparedUnit prepare(InsuredShard<Sale> shard, long sequence, int from, int to) throws Exception {
        SinkTransaction<Sale> transaction = shard.begin("L1", sequence);
        for (Sale sale : Sales.list(from, to)) {
            transaction.write(sale);
        }
        return new PreparedUnit(unit(sequence, to - from), transaction.prepare(unit(sequence, to - from)));
    }

    /** Goes on as the runtime does: a unit whose transaction is lost is applied, what may pass is tried again. */
    CommitOutcome settle(InsuredShard<Sale> shard, LedgerEntry expected, PreparedUnit prepared, int from, int to) {
        CommitOutcome outcome = shard.commit(prepared);
        for (int i = 0; i < 20 && isUndecided(outcome); i++) {
            outcome = shard.commit(prepared);
        }
        return outcome instanceof CommitOutcome.Lost
                ? apply(shard, expected, prepared.unit().sequence(), from, to)
                : outcome;
    }

    CommitOutcome apply(InsuredShard<Sale> shard, LedgerEntry expected, long sequence, int from, int to) {
        CommitOutcome outcome = shard.apply(expected, unit(sequence, to - from), sales(from, to));
        for (int i = 0; i < 20 && isUndecided(outcome); i++) {
            outcome = shard.apply(expected, unit(sequence, to - from), sales(from, to));
        }
        return outcome;
    }

    static boolean isUndecided(CommitOutcome outcome) {
        return outcome instanceof CommitOutcome.RetryLater || outcome instanceof CommitOutcome.InDoubt;
    }

    static void assertCode(ErrorCode code, ThrowingCallable call, String... messages) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(code))
                .satisfies(e -> {
                    for (String message : messages) {
                        assertThat(e).hasMessageContaining(message);
                    }
                });
    }

    @Override
    public void close() {
        opened.forEach(InsuredShard::close);
    }
}
