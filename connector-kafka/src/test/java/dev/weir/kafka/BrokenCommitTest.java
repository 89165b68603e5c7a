package dev.weir.kafka;

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
import dev.weir.testbed.CutPoint;
import dev.weir.testbed.KafkaRequest;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Brokers that go away, answers that are lost, transactions that expire, processes that sleep. */
final class BrokenCommitTest {
    private static Broker broker;

    private final String topic = broker.topic();
    private SinkStage stage = new SinkStage(broker.sink(topic).build());

    @BeforeAll
    static void start() {
        broker = Broker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @AfterEach
    void closeAll() {
        stage.close();
    }

    private void throughProxy() {
        stage = new SinkStage(broker.sink(topic)
                .bootstrapServers(broker.server().proxiedBootstrapServers())
                .build());
    }

    private void assertStable() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(broker.transactionStates().getOrDefault("weir/shop/sales/0", "none"))
                        .isIn("CompleteCommit", "CompleteAbort", "none"));
    }

    @Test
    void findsACommitInTheLedgerWhoseReplyWasLost() throws Exception {
        throughProxy();
        InsuredShard<Sale> shard = stage.open(new TestShard(0, 1));
        LedgerEntry fenced = shard.fence();
        PreparedUnit prepared = prepare(shard, 1, 0, 5);
        broker.server().proxy().arm(CutPoint.replyLostTo(KafkaRequest.END_TXN));

        assertThat(stage.settle(shard, fenced, prepared, 0, 5))
                .isInstanceOfAny(CommitOutcome.Committed.class, CommitOutcome.AlreadyCommitted.class);
        assertThat(broker.committed(topic)).isEqualTo(Sales.rows(0, 5));
        assertThat(shard.read()).isEqualTo(fenced.after(unit(1, 5)));
        assertStable();
    }

    @Test
    void commitsAgainWhatDidNotArrive() throws Exception {
        throughProxy();
        InsuredShard<Sale> shard = stage.open(new TestShard(0, 1));
        LedgerEntry fenced = shard.fence();
        broker.server().proxy().arm(CutPoint.requestLost(KafkaRequest.END_TXN));
        assertThat(stage.apply(shard, fenced, 1, 0, 5))
                .isInstanceOfAny(CommitOutcome.Committed.class, CommitOutcome.AlreadyCommitted.class);
        broker.server().proxy().arm(CutPoint.requestLost(KafkaRequest.PRODUCE));
        LedgerEntry first = fenced.after(unit(1, 5));
        assertThat(stage.settle(shard, first, prepare(shard, 2, 5, 9), 5, 9))
                .isInstanceOfAny(CommitOutcome.Committed.class, CommitOutcome.AlreadyCommitted.class);
        assertThat(broker.committed(topic)).isEqualTo(Sales.rows(0, 9));
    }

    @Test
    void outlivesABrokerThatIsKilledAtEachStepOfACommit() throws Exception {
        Set<Label> done = EnumSet.noneOf(Label.class);
        InsuredShard<Sale> shard = stage.open(new TestShard(0, 1).with(label -> {
            if (done.add(label)) {
                broker.server().kill();
                broker.server().restart();
            }
        }));
        LedgerEntry entry = shard.fence();
        SinkTransaction<Sale> next = shard.begin("L1", 2);
        next.write(new Sale("p5", 5));
        assertThat(stage.apply(shard, entry, 1, 0, 5))
                .isInstanceOfAny(CommitOutcome.Committed.class, CommitOutcome.AlreadyCommitted.class);
        entry = entry.after(unit(1, 5));
        broker.server().kill();
        broker.server().restart();
        next.write(new Sale("p6", 6));
        PreparedUnit prepared = new PreparedUnit(unit(2, 2), next.prepare(unit(2, 2)));
        assertThat(stage.settle(shard, entry, prepared, 5, 7))
                .isInstanceOfAny(CommitOutcome.Committed.class, CommitOutcome.AlreadyCommitted.class);
        broker.reconnect();
        assertThat(broker.committed(topic)).isEqualTo(Sales.rows(0, 7));
        assertThat(done).contains(Label.COMMIT_AFTER_RECORDS);
        assertStable();
    }

    @Test
    void doesNotHangWhileTheBrokerIsSilent() throws Exception {
        stage = new SinkStage(broker.sink(topic)
                .property("request.timeout.ms", "1000")
                .property("delivery.timeout.ms", "3000")
                .build());
        InsuredShard<Sale> shard = stage.open(new TestShard(0, 1));
        LedgerEntry fenced = shard.fence();
        PreparedUnit prepared = prepare(shard, 1, 0, 5);
        broker.server().pause();
        try {
            CompletableFuture<CommitOutcome> commit = CompletableFuture.supplyAsync(() -> shard.commit(prepared));
            assertThat(commit.get(40, TimeUnit.SECONDS))
                    .isInstanceOfAny(
                            CommitOutcome.Lost.class, CommitOutcome.InDoubt.class, CommitOutcome.RetryLater.class);
        } finally {
            broker.server().resume();
        }
        broker.reconnect();
        assertThat(stage.settle(shard, fenced, prepared, 0, 5))
                .isInstanceOfAny(CommitOutcome.Committed.class, CommitOutcome.AlreadyCommitted.class);
        assertThat(broker.committed(topic)).isEqualTo(Sales.rows(0, 5));
    }

    @Test
    void losesNothingAndKeepsOrderWhenTheServerEndsATransactionByItsTimeout() throws Exception {
        stage = new SinkStage(
                broker.sink(topic).transactionTimeout(Duration.ofSeconds(1)).build());
        InsuredShard<Sale> shard = stage.open(new TestShard(0, 1));
        LedgerEntry fenced = shard.fence();
        PreparedUnit first = prepare(shard, 1, 0, 5);
        SinkTransaction<Sale> next = shard.begin("L1", 2);
        next.write(new Sale("p5", 5));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> "CompleteAbort".equals(broker.transactionStates().get("weir/shop/sales/0")));

        assertThat(shard.commit(first)).as("the transaction is gone").isInstanceOf(CommitOutcome.Lost.class);
        assertThat(stage.apply(shard, fenced, 1, 0, 5)).isEqualTo(new CommitOutcome.Committed());
        next.write(new Sale("p6", 6));
        PreparedUnit second = new PreparedUnit(unit(2, 2), next.prepare(unit(2, 2)));
        assertThat(stage.settle(shard, fenced.after(unit(1, 5)), second, 5, 7))
                .isEqualTo(new CommitOutcome.Committed());
        assertThat(broker.committed(topic)).isEqualTo(Sales.rows(0, 7));
        assertStable();
    }

    @Test
    void zombieInitialisesLateAndHarmsNothing() throws Exception {
        InsuredShard<Sale> zombie = stage.open(new TestShard(0, 1));
        LedgerEntry old = zombie.fence();
        prepare(zombie, 1, 0, 3);

        InsuredShard<Sale> live = stage.open(new TestShard(0, 2));
        LedgerEntry fenced = live.fence();
        PreparedUnit prepared = prepare(live, 1, 0, 5);
        SinkStage.assertCode(ErrorCode.FENCED, () -> stage.apply(zombie, old, 1, 0, 3));
        assertThat(live.commit(prepared)).as("nobody touched it").isEqualTo(new CommitOutcome.Committed());

        // As a zombie that had looked before the live one fenced.
        ShardProducer late = ShardProducer.initialise(
                new KafkaConnection(broker.server().bootstrapServers(), Map.of()),
                "weir/shop/sales/0",
                Duration.ofSeconds(10));
        late.drop();
        assertThat(stage.settle(live, fenced.after(unit(1, 5)), prepare(live, 2, 5, 8), 5, 8))
                .isEqualTo(new CommitOutcome.Committed());
        assertThat(broker.committed(topic)).isEqualTo(Sales.rows(0, 8));
    }

    @Test
    void takesOverAllShardsAtOnceThatAnAttemptHasLeftInTheMiddleOfACommit() {
        String job = "left";
        List<InsuredShard<Sale>> dead = IntStream.range(0, 4)
                .mapToObj(shard -> stage.open(new TestShard(shard, 1).ofJob(job).with(label -> {
                    if (label == Label.COMMIT_AFTER_RECORDS) {
                        throw new IllegalStateException("crash");
                    }
                })))
                .toList();
        dead.forEach(InsuredShard::fence);
        for (InsuredShard<Sale> shard : dead) {
            assertThatThrownBy(() -> shard.apply(LedgerEntry.empty(1), unit(1, 5), stage.sales(0, 5)))
                    .hasMessage("crash");
        }
        long begun = System.nanoTime();
        List<InsuredShard<Sale>> shards = IntStream.range(0, 4)
                .mapToObj(shard -> stage.open(new TestShard(shard, 2).ofJob(job)))
                .toList();
        shards.forEach(InsuredShard::read);
        for (InsuredShard<Sale> shard : shards) {
            assertThat(shard.fence().sequence()).isZero();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        assertThat(stage.apply(shards.get(3), LedgerEntry.empty(2), 1, 0, 5)).isEqualTo(new CommitOutcome.Committed());
    }
}
