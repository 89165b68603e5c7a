package dev.weir.kafka;

import static dev.weir.kafka.SinkStage.assertCode;
import static dev.weir.kafka.TestShard.unit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.error.ErrorCode;
import dev.weir.kafka.Sales.Sale;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.InsuredShard;
import dev.weir.sink.LedgerEntry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class LedgerTopicTest {
    private static Broker broker;

    private final String topic = broker.topic();
    private final String ledger = "ledger-of-" + topic;
    private final SinkStage stage = new SinkStage(broker.sink(topic).build());

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

    private LedgerEntry commitOne(InsuredShard<Sale> shard) {
        LedgerEntry fenced = shard.fence();
        assertThat(shard.apply(fenced, unit(1, 5), stage.sales(0, 5))).isEqualTo(new CommitOutcome.Committed());
        return fenced.after(unit(1, 5));
    }

    private static int partitionOf(String job) {
        return LedgerTopic.partitionOf(new ShardName(job, "sales", 0).key(), 4);
    }

    private void write(String value) {
        broker.produce(ledger, partitionOf("shop"), "shop/sales/0", value.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void createsACompactedTopic() {
        commitOne(stage.open(new TestShard(0, 1)));
        try (SinkAdmin admin = new SinkAdmin(new KafkaConnection(broker.server().bootstrapServers(), Map.of()))) {
            assertThat(admin.topicConfigs(ledger))
                    .containsEntry("cleanup.policy", "compact")
                    .containsEntry("min.cleanable.dirty.ratio", "0.1");
            assertThat(admin.partitionsOf(ledger)).isEqualTo(4);
        }
    }

    @Test
    void refusesATopicWhoseEntriesExpire() {
        broker.create(ledger, 1, Map.of("cleanup.policy", "delete"));
        assertCode(
                ErrorCode.DESTINATION_REJECTED,
                () -> stage.open(new TestShard(0, 1)).fence(),
                "Cannot use topic " + ledger + " as the ledger: its entries would expire",
                "cleanup.policy=delete",
                "name another topic by ledgerTopic(...)");
    }

    @Test
    void refusesAnEntryOfANewerFormat() {
        commitOne(stage.open(new TestShard(0, 1)));
        write("{\"format\":2,\"epochs\":[]}");
        assertCode(
                ErrorCode.DESTINATION_REJECTED,
                () -> stage.open(new TestShard(0, 2)).fence(),
                "Cannot read the ledger: a newer version of Weir has written it: format 2, known up to 1",
                "key shop/sales/0; start the job with that version");
    }

    @Test
    void refusesAnEntryThatWeirDidNotWrite() {
        commitOne(stage.open(new TestShard(0, 1)));
        write("hello");
        assertCode(
                ErrorCode.DESTINATION_REJECTED,
                () -> stage.open(new TestShard(0, 2)).read(),
                "an entry is not one that Weir writes",
                "value hello; find out who writes to the ledger's topic");
        write("{\"format\":1,\"attempt\":\"x\"}");
        assertCode(
                ErrorCode.DESTINATION_REJECTED,
                () -> stage.open(new TestShard(0, 2)).read(),
                "field attempt is no whole number");
    }

    @Test
    void takesADeletedTopicForAnEmptyLedger() {
        InsuredShard<Sale> shard = stage.open(new TestShard(0, 1));
        commitOne(shard);
        shard.close();
        Broker.get(broker.admin().deleteTopics(List.of(ledger)).all());
        InsuredShard<Sale> next = stage.open(new TestShard(0, 2));
        Awaitility.await().untilAsserted(() -> assertThat(next.read()).isNull());

        assertThat(next.fence()).as("what the runtime answers with COMMIT_LOST").isEqualTo(LedgerEntry.empty(2));
    }

    @Test
    void findsAnEntryInAnotherPartitionWhenThereAreMoreThanThereWere() {
        for (String job : List.of("shop", "a", "b", "c", "d", "e")) {
            commitOne(stage.open(new TestShard(0, 1).ofJob(job)));
        }
        Broker.get(broker.admin()
                .createPartitions(Map.of(ledger, NewPartitions.increaseTo(7)))
                .all());
        Awaitility.await().until(() -> {
            try (SinkAdmin admin =
                    new SinkAdmin(new KafkaConnection(broker.server().bootstrapServers(), Map.of()))) {
                return admin.partitionsOf(ledger) == 7;
            }
        });
        for (String job : List.of("shop", "a", "b", "c", "d", "e")) {
            assertThat(stage.open(new TestShard(0, 2).ofJob(job)).fence().sequence())
                    .as(job)
                    .isEqualTo(1);
        }
    }

    @Test
    void findsAnEntryThatLiesFarFromTheEnd() {
        commitOne(stage.open(new TestShard(0, 1)));
        String other = "shop2";
        int near = partitionOf("shop");
        for (int i = 0; partitionOf(other) != near; i++) {
            other = "shop2" + i;
        }
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.server().bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < 5_000; i++) {
                Future<?> unused = producer.send(new ProducerRecord<>(ledger, near, other + "/x/0", "x"));
            }
        }
        SinkStage fresh = new SinkStage(broker.sink(topic).build());
        try (InsuredShard<Sale> shard = fresh.open(new TestShard(0, 2))) {
            assertThat(shard.fence().sequence()).isEqualTo(1);
        }
    }

    @Test
    void jobWhoseNameIsAPrefixOfAnothersIsAnotherJob() {
        assertThat(new ShardName("shop/sales", "0", 1).key()).isNotEqualTo(new ShardName("shop", "sales/0", 1).key());
        assertThat(new ShardName("shop", "a/b", 0).transactionalId()).isEqualTo("weir/shop/a%2Fb/0");
        assertThat(new ShardName("shop2", "a", 0).transactionalId())
                .doesNotStartWith(ShardName.transactionalIdPrefix("shop"));
        commitOne(stage.open(new TestShard(0, 1).ofJob("shop")));
        assertThat(stage.open(new TestShard(0, 5).ofJob("shop2")).fence()).isEqualTo(LedgerEntry.empty(5));
        assertThat(stage.open(new TestShard(0, 2).ofJob("shop")).fence().sequence())
                .isEqualTo(1);
    }
}
