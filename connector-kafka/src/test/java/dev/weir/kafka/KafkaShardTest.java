package dev.weir.kafka;

import static dev.weir.kafka.SinkStage.assertCode;
import static dev.weir.kafka.SinkStage.prepare;
import static dev.weir.kafka.TestShard.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.fault.Label;
import dev.weir.kafka.Sales.Sale;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.InsuredShard;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.PreparedUnit;
import dev.weir.sink.SinkTransaction;
import dev.weir.sink.UnitRecords;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class KafkaShardTest {
    private static Broker broker;

    private String topic;
    private SinkStage stage;

    @BeforeAll
    static void start() {
        broker = Broker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void createTopic() {
        topic = broker.topic();
        stage = new SinkStage(broker.sink(topic).build());
    }

    @AfterEach
    void closeAll() {
        stage.close();
    }

    private InsuredShard<Sale> open(TestShard context) {
        return stage.open(context);
    }

    private UnitRecords<Sale> sales(int from, int to) {
        return stage.sales(from, to);
    }

    @Test
    void writesRecordsAndLedgerTogether() {
        InsuredShard<Sale> shard = open(new TestShard(3, 7));
        LedgerEntry fenced = shard.fence();
        assertThat(fenced).isEqualTo(LedgerEntry.empty(7));

        assertThat(shard.apply(fenced, unit(1, 5), sales(0, 5))).isEqualTo(new CommitOutcome.Committed());
        assertThat(shard.read()).isEqualTo(fenced.after(unit(1, 5)));
        assertThat(broker.committed(topic)).isEqualTo(Sales.rows(0, 5));
        assertThat(broker.committed("ledger-of-" + topic))
                .last()
                .isEqualTo("shop/sales/3={\"format\":1,\"attempt\":7,\"owner\":\"owner7\",\"lineage\":\"L1\","
                        + "\"sequence\":1,\"position\":10,\"digest\":\"3e9\"}");
    }

    @Test
    void writesNothingTheSecondTime() {
        InsuredShard<Sale> shard = open(new TestShard(0, 1));
        LedgerEntry fenced = shard.fence();
        shard.apply(fenced, unit(1, 5), sales(0, 5));

        assertThat(shard.apply(fenced, unit(1, 5), sales(0, 5))).isEqualTo(new CommitOutcome.AlreadyCommitted());
        assertThat(broker.committed(topic)).hasSize(5);
    }

    @Test
    void recordsEmptyUnits() {
        InsuredShard<Sale> shard = open(new TestShard(0, 1));
        LedgerEntry fenced = shard.fence();

        assertThat(shard.apply(fenced, unit(1, 0), UnitRecords.none())).isEqualTo(new CommitOutcome.Committed());
        assertThat(open(new TestShard(0, 2)).fence().sequence()).isEqualTo(1);
    }

    @Test
    void knowsNoEntryBeforeItIsFenced() {
        assertThat(open(new TestShard(0, 1)).read()).isNull();
    }

    @Test
    void saysWhatIsThereInsteadOfTheExpected() {
        InsuredShard<Sale> shard = open(new TestShard(0, 1));
        LedgerEntry fenced = shard.fence();
        shard.apply(fenced, unit(1, 5), sales(0, 5));

        assertThat(shard.apply(fenced, unit(2, 5), sales(5, 10)))
                .isInstanceOfSatisfying(
                        CommitOutcome.Lost.class,
                        lost -> assertThat(lost.reason())
                                .contains(
                                        "holds LedgerEntry[attempt=1, lineage=L1, sequence=1, position=10, digest=1001]"
                                                + " instead of LedgerEntry[attempt=1, lineage=, sequence=0, position=0, digest=0]"));
        assertThat(broker.committed(topic)).hasSize(5);
    }

    @Test
    void refusesAnOlderAttemptAndLetsItLook() {
        InsuredShard<Sale> zombie = open(new TestShard(0, 1));
        LedgerEntry fenced = zombie.fence();
        open(new TestShard(0, 2)).fence();

        assertCode(ErrorCode.FENCED, () -> zombie.apply(fenced, unit(1, 5), sales(0, 5)));
        assertThat(zombie.read()).isEqualTo(LedgerEntry.empty(2));
        assertCode(
                ErrorCode.FENCED,
                zombie::fence,
                "a newer attempt has taken over: LedgerEntry[attempt=2, ",
                "delete the entry by a record without value under the key shop/sales/0");
        assertThat(broker.committed(topic)).isEmpty();
    }

    @Test
    void obeysOfTwoOwnersOfOneNumberTheFirst() {
        InsuredShard<Sale> first = open(new TestShard(0, 1).ownedBy("first"));
        LedgerEntry fenced = first.fence();

        assertCode(
                ErrorCode.FENCED,
                () -> open(new TestShard(0, 1).ownedBy("second")).fence(),
                "another process with the same attempt number");
        assertThat(first.apply(fenced, unit(1, 5), sales(0, 5))).isEqualTo(new CommitOutcome.Committed());
    }

    @Test
    void commitsWhatWasSentWhileItArrived() throws Exception {
        InsuredShard<Sale> shard = open(new TestShard(0, 1));
        LedgerEntry fenced = shard.fence();
        PreparedUnit first = prepare(shard, 1, 0, 5);
        PreparedUnit second = prepare(shard, 2, 5, 8);
        assertThat(broker.committed(topic)).isEmpty();

        assertThat(shard.commit(first)).isEqualTo(new CommitOutcome.Committed());
        assertThat(shard.commit(second)).isEqualTo(new CommitOutcome.Committed());
        assertThat(shard.commit(second)).isEqualTo(new CommitOutcome.AlreadyCommitted());
        assertThat(broker.committed(topic)).isEqualTo(Sales.rows(0, 8));
        assertThat(open(new TestShard(0, 2)).fence().sequence()).isEqualTo(2);
        assertThat(fenced.sequence()).isZero();
    }

    @Test
    void saysThatAPredecessorsTransactionIsLostAndWritesTheUnitAgain() throws Exception {
        InsuredShard<Sale> older = open(new TestShard(0, 1));
        older.fence();
        PreparedUnit prepared = prepare(older, 1, 0, 5);

        InsuredShard<Sale> newer = open(new TestShard(0, 2));
        LedgerEntry fenced = newer.fence();
        assertThat(newer.commit(prepared))
                .isInstanceOfSatisfying(
                        CommitOutcome.Lost.class,
                        lost -> assertThat(lost.reason()).contains("aborted when attempt 2 took over"));
        assertThat(newer.apply(fenced, unit(1, 5), sales(0, 5))).isEqualTo(new CommitOutcome.Committed());
        assertCode(ErrorCode.FENCED, () -> older.commit(prepared));
        assertThat(broker.committed(topic)).isEqualTo(Sales.rows(0, 5));
    }

    @Test
    void keepsOrderWhenAUnitIsWrittenAgainWhileTheNextOneArrives() throws Exception {
        InsuredShard<Sale> shard = open(new TestShard(0, 1));
        LedgerEntry fenced = shard.fence();
        PreparedUnit first = prepare(shard, 1, 0, 5);
        SinkTransaction<Sale> next = shard.begin("L1", 2);
        next.write(new Sale("p5", 5));
        ShardName name = new ShardName("shop", "sales", 0);
        Broker.get(
                broker.admin().fenceProducers(List.of(name.transactionalId())).all());

        assertThat(shard.commit(first)).isInstanceOf(CommitOutcome.Lost.class);
        assertThat(shard.apply(fenced, unit(1, 5), sales(0, 5))).isEqualTo(new CommitOutcome.Committed());
        next.write(new Sale("p6", 6));
        PreparedUnit second = new PreparedUnit(unit(2, 2), next.prepare(unit(2, 2)));
        assertThat(shard.commit(second)).isEqualTo(new CommitOutcome.Committed());
        assertThat(broker.committed(topic)).isEqualTo(Sales.rows(0, 7));
    }

    @Test
    void leavesNoTransactionOpen() throws Exception {
        InsuredShard<Sale> shard = open(new TestShard(0, 1));
        shard.fence();
        shard.commit(prepare(shard, 1, 0, 5));
        prepare(shard, 2, 5, 8);
        shard.close();

        assertThat(broker.transactionStates().get("weir/shop/sales/0")).isIn("CompleteAbort", "PrepareAbort");
    }

    @Test
    void crashAtEachLabelOfACommitIsFoundInTheLedger() {
        for (Label label : List.of(Label.COMMIT_AFTER_LEDGER, Label.COMMIT_AFTER_RECORDS, Label.COMMIT_AFTER_COMMIT)) {
            String job = "crash-" + label;
            InsuredShard<Sale> first = open(new TestShard(0, 1).ofJob(job).with(at -> {
                if (at == label) {
                    throw new IllegalStateException("crash");
                }
            }));
            LedgerEntry fenced = first.fence();
            assertThatThrownBy(() -> first.apply(fenced, unit(1, 5), sales(0, 5)))
                    .hasMessage("crash");

            InsuredShard<Sale> second = open(new TestShard(0, 2).ofJob(job));
            LedgerEntry found = second.fence();
            assertThat(found.sequence()).as(label.name()).isEqualTo(label == Label.COMMIT_AFTER_COMMIT ? 1 : 0);
            assertThat(second.apply(found, unit(1, 5), sales(0, 5)))
                    .isEqualTo(
                            label == Label.COMMIT_AFTER_COMMIT
                                    ? new CommitOutcome.AlreadyCommitted()
                                    : new CommitOutcome.Committed());
        }
        assertThat(broker.committed(topic)).hasSize(15);
    }
}
