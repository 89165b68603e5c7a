package dev.weir.kafka;

import static dev.weir.kafka.SinkStage.assertCode;
import static dev.weir.kafka.TestShard.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.delivery.Deliveries;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.guarantee.Finding;
import dev.weir.guarantee.Guarantee;
import dev.weir.kafka.Sales.Sale;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.DeadLetters;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.InsuredShard;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.SinkWriter;
import dev.weir.testbed.KafkaOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Records, settings and clusters that cannot work, and what the user is told. */
final class RefusedRecordsTest {
    private static final DeadLetters KEPT = new DeadLetters() {
        @Override
        public boolean areKept() {
            return true;
        }

        @Override
        public void admit(long lettersOfUnit, long recordsOfUnit, WeirException refusal) {}
    };

    private static Broker broker;

    @BeforeAll
    static void start() {
        broker = Broker.start(KafkaOptions.builder().user("alice", "wonder").build());
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static final List<Sale> WITH_GIANT =
            List.of(new Sale("p0", 0), new Sale("giant", 1), new Sale("p2", 2), new Sale("giant", 3));

    private static KafkaSinkBuilder<Sale> giants(String topic) {
        return broker.sink(topic)
                .stringValue(
                        sale -> sale.product().equals("giant") ? "g".repeat(2_000_000) : String.valueOf(sale.amount()));
    }

    @Test
    void namesTheRecordThatIsTooLarge() {
        String topic = broker.topic();
        try (SinkStage stage = new SinkStage(giants(topic).build())) {
            InsuredShard<Sale> shard = stage.open(new TestShard(0, 1));
            LedgerEntry fenced = shard.fence();
            assertCode(
                    ErrorCode.DESTINATION_REJECTED,
                    () -> shard.apply(fenced, unit(1, 4), stage.records(WITH_GIANT)),
                    "Cannot write to topic " + topic + ": The message is ",
                    "RecordTooLargeException, record 1 of unit 1, key giant, 2000000 bytes; correct the data");
            assertThat(broker.committed(topic)).isEmpty();
            assertThat(shard.apply(fenced, unit(1, 1), stage.sales(0, 1))).isEqualTo(new CommitOutcome.Committed());
        }
    }

    @Test
    void putsRecordsAsideInTheSameTransaction() {
        String topic = broker.topic();
        try (SinkStage stage = new SinkStage(giants(topic).build())) {
            InsuredShard<Sale> shard = stage.open(new TestShard(0, 1).with(KEPT));
            LedgerEntry fenced = shard.fence();
            assertThat(shard.apply(fenced, unit(1, 4), stage.records(WITH_GIANT)))
                    .isEqualTo(new CommitOutcome.Committed(2));
        }
        assertThat(broker.committed(topic)).containsExactly("p0=0", "p2=2");
        List<ConsumerRecord<byte[], byte[]>> letters = broker.records("letters-of-" + topic, "read_committed");
        assertThat(letters).hasSize(2).allSatisfy(letter -> {
            assertThat(Broker.string(letter.key())).isEqualTo("giant");
            assertThat(Broker.string(letter.headers().lastHeader("weir.topic").value()))
                    .isEqualTo(topic);
            assertThat(Broker.string(letter.headers().lastHeader("weir.reason").value()))
                    .startsWith("RecordTooLargeException: ");
            assertThat(Broker.string(
                            letter.headers().lastHeader("weir.value.bytes").value()))
                    .isEqualTo("2000000");
        });
    }

    /** The failure of one record becomes that of all that wait behind it; they are no letters. */
    @Test
    void putsNoInnocentRecordAside() {
        String topic = broker.topic(Map.of("max.message.bytes", "20000"));
        List<Sale> sales = new ArrayList<>(Sales.list(0, 2_000));
        sales.set(700, new Sale("wide", 1));
        sales.set(1_400, new Sale("giant", 1));
        KafkaSink<Sale> sink = broker.sink(topic)
                .stringValue(sale -> switch (sale.product()) {
                    case "giant" -> "g".repeat(2_000_000);
                    case "wide" -> "w".repeat(50_000);
                    default -> "v".repeat(100);
                })
                .property("linger.ms", "50")
                .build();
        try (SinkStage stage = new SinkStage(sink)) {
            InsuredShard<Sale> shard = stage.open(new TestShard(0, 1).with(KEPT));
            assertThat(shard.apply(shard.fence(), unit(1, 2_000), stage.records(sales)))
                    .isEqualTo(new CommitOutcome.Committed(2));
        }
        assertThat(broker.committed(topic)).hasSize(1_998);
        assertThat(broker.records("letters-of-" + topic, "read_committed"))
                .extracting(letter -> Broker.string(letter.key()))
                .containsExactlyInAnyOrder("wide", "giant");
    }

    @Test
    void recordThatNamesAMissingTopicIsPutAside() {
        String topic = broker.topic();
        KafkaSink<Sale> sink = KafkaSink.<Sale>builder()
                .bootstrapServers(broker.server().bootstrapServers())
                .ledgerTopic("ledger-of-" + topic)
                .deadLetterTopic("letters-of-" + topic)
                .topic(sale -> sale.amount() == 1 ? "nowhere" : topic)
                .stringKey(Sale::product)
                .stringValue(sale -> {
                    if (sale.amount() == 2) {
                        throw new IllegalStateException("no price");
                    }
                    return String.valueOf(sale.amount());
                })
                .build();
        try (SinkStage stage = new SinkStage(sink)) {
            InsuredShard<Sale> shard = stage.open(new TestShard(0, 1).with(KEPT));
            assertThat(shard.apply(shard.fence(), unit(1, 4), stage.sales(0, 4)))
                    .isEqualTo(new CommitOutcome.Committed(2));
        }
        assertThat(broker.committed(topic)).containsExactly("p0=0", "p3=3");
        assertThat(broker.records("letters-of-" + topic, "read_committed"))
                .extracting(letter ->
                        Broker.string(letter.headers().lastHeader("weir.reason").value()))
                .anySatisfy(reason -> assertThat(reason).contains("the topic nowhere does not exist"))
                .anySatisfy(reason -> assertThat(reason).contains("no price"));
    }

    @Test
    void failsAtOnceWhereARecordCannotBeSerialised() {
        KafkaSink<Sale> sink = KafkaSink.<Sale>builder()
                .bootstrapServers("localhost:9")
                .topic("sales")
                .stringValue(sale -> {
                    throw new IllegalStateException("no price");
                })
                .build();
        assertCode(
                ErrorCode.INVALID_DATA,
                () -> new Sales(sink, Sales.list(0, 1)),
                "Cannot serialise the value of a record for topic sales: java.lang.IllegalStateException: no price");
    }

    @Test
    void refusesPlainTwoPhaseWithTheReason() {
        KafkaSink<Sale> sink = broker.sink("sales").build();
        assertThatThrownBy(() -> Deliveries.require(sink, DeliveryStrategy.TWO_PHASE))
                .hasMessage(
                        "Cannot deliver to sink kafka by TWO_PHASE: the public API of Kafka cannot commit a dead writer's"
                                + " transaction before KIP-939 is real, so the only copy of promised records would be in a"
                                + " transaction that expires; use TWO_PHASE_INSURED");
        assertThat(Deliveries.strategyOf(sink)).isEqualTo(DeliveryStrategy.TWO_PHASE_INSURED);
    }

    @Test
    void refusesAMissingTopic() {
        SinkStage stage = new SinkStage(broker.sink("missing").build());
        assertCode(
                ErrorCode.DESTINATION_REJECTED,
                () -> stage.open(new TestShard(0, 1)),
                "Cannot write to topic missing: it does not exist: Kafka at 127.0.0.1:",
                "create the topic or correct its name");
    }

    @Test
    void saysThatNobodyAnswers() {
        SinkStage stage = new SinkStage(
                broker.sink("sales").bootstrapServers("127.0.0.1:9").build());
        assertCode(
                ErrorCode.DESTINATION_UNAVAILABLE,
                () -> stage.open(new TestShard(0, 1)),
                "Kafka at 127.0.0.1:9; check that the brokers run");
    }

    @Test
    void tellsWrongCredentialsFromMissingRights() {
        String topic = broker.topic();
        KafkaSinkBuilder<Sale> secured =
                broker.sink(topic).bootstrapServers(broker.server().securedBootstrapServers());
        SinkStage wrong = new SinkStage(secured.properties(dev.weir.testbed.KafkaServer.loginOf("alice", "guess"))
                .build());
        assertCode(
                ErrorCode.DESTINATION_REJECTED,
                () -> wrong.open(new TestShard(0, 1)),
                "the credentials were refused",
                "correct sasl.jaas.config");
        KafkaSink<Sale> poor =
                secured.properties(broker.server().loginOf("alice")).build();
        assertThat(poor.toString()).doesNotContain("wonder");
        assertThatThrownBy(() -> new SinkStage(poor).open(new TestShard(0, 1)).fence())
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DESTINATION_REJECTED))
                .hasMessageNotContaining("wonder");
    }

    @Test
    void reportsAllFaultsOfABuilder() {
        assertThatThrownBy(() -> KafkaSink.<Sale>builder()
                        .property("transactional.id", "mine")
                        .transactionTimeout(Duration.ZERO)
                        .build())
                .hasMessageContaining("no bootstrap servers")
                .hasMessageContaining("property transactional.id is not free to set")
                .hasMessageContaining("topic is missing")
                .hasMessageContaining("value is missing")
                .hasMessageContaining("transactionTimeout=PT0S");
    }

    @Test
    void probeNamesTheSingleReplicaAndTheTransactionsVersion() {
        List<Finding> findings = broker.sink(broker.topic()).build().probe(DeliveryStrategy.TWO_PHASE_INSURED);
        assertThat(findings)
                .anySatisfy(finding -> {
                    assertThat(finding.limit()).isEqualTo(Guarantee.AT_MOST_ONCE);
                    assertThat(finding.reason()).contains("single replica");
                    assertThat(finding.mend()).contains("three replicas");
                })
                .anySatisfy(
                        finding -> assertThat(finding.reason()).contains("each transaction has an epoch of its own"))
                .anySatisfy(finding -> assertThat(finding.subject()).startsWith("transaction.max.timeout.ms of "));
        assertThat(broker.sink("sales-1").build().probe(DeliveryStrategy.IDEMPOTENT))
                .anySatisfy(finding -> assertThat(finding.reason()).contains("a topic is a log"));
    }

    @Test
    @SuppressWarnings("try") // nobody interrupts it
    void writerChecksEveryRecordAtTheBarrier() throws Exception {
        String topic = broker.topic();
        KafkaSink<Sale> sink = giants(topic).build();
        try (SinkWriter<Sale> writer = sink.createWriter(new TestShard(0, 1))) {
            writer.write(new Sale("p0", 0), 0);
            writer.flush();
            assertThat(broker.committed(topic)).containsExactly("p0=0");
            writer.write(new Sale("giant", 1), 0);
            assertCode(
                    ErrorCode.DESTINATION_REJECTED, writer::flush, "RecordTooLargeException, record 0 of the last 1");
        }
        try (SinkWriter<Sale> writer = sink.createWriter(new TestShard(0, 1).with(KEPT))) {
            for (Sale sale : WITH_GIANT) {
                writer.write(sale, 0);
            }
            writer.flush();
        }
        assertThat(broker.committed(topic)).containsExactly("p0=0", "p0=0", "p2=2");
        assertThat(broker.records("letters-of-" + topic, "read_committed")).hasSize(2);
    }

    @Test
    void carriesHeadersTimestampPartitionAndTombstones() {
        String topic = "wide-" + broker.topic();
        broker.create(topic, 3, Map.of());
        long now = System.currentTimeMillis();
        KafkaSink<Sale> sink = broker.sink(topic)
                .header("shop", sale -> new byte[] {7})
                .timestamp(sale -> now + sale.amount())
                .partition(sale -> sale.amount() % 3)
                .stringValue(sale -> null)
                .build();
        try (SinkStage stage = new SinkStage(sink)) {
            InsuredShard<Sale> shard = stage.open(new TestShard(0, 1));
            assertThat(shard.apply(shard.fence(), unit(1, 6), stage.sales(0, 6)))
                    .isEqualTo(new CommitOutcome.Committed());
        }
        assertThat(broker.records(topic, "read_committed")).hasSize(6).allSatisfy(record -> {
            int amount = Integer.parseInt(Broker.string(record.key()).substring(1));
            assertThat(record.partition()).isEqualTo(amount % 3);
            assertThat(record.timestamp()).isEqualTo(now + amount);
            assertThat(record.value()).isNull();
            assertThat(record.headers().lastHeader("shop").value()).containsExactly(7);
        });
    }
}
