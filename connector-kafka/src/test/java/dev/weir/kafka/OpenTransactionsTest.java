package dev.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.error.WeirException;
import dev.weir.kafka.OpenTransaction.State;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OpenTransactionsTest {
    private final TestCluster cluster = TestCluster.shared();
    private final String topic;

    OpenTransactionsTest() throws Exception {
        topic = cluster.createTopic(1);
    }

    @Test
    void showsWhatIsOpenOfOursAndNothingOfOthers() {
        ShardName ours = new ShardName("a job", topic, 3);
        try (KafkaProducer<byte[], byte[]> producer = begun(ours.transactionalId());
                KafkaProducer<byte[], byte[]> other = begun("weird/" + topic);
                OpenTransactions transactions = open()) {
            List<OpenTransaction> found = transactions.list().stream()
                    .filter(each -> each.partitions().contains(topic + "-0"))
                    .toList();

            assertThat(found).singleElement().satisfies(one -> {
                assertThat(one.id()).isEqualTo("weir/a%20job/" + topic + "/3");
                assertThat(one.job()).isEqualTo("a job");
                assertThat(one.sink()).isEqualTo(topic);
                assertThat(one.shard()).isEqualTo(3);
                assertThat(one.state()).isEqualTo(State.ONGOING);
                assertThat(one.timeout()).isEqualTo(Duration.ofSeconds(50));
                assertThat(one.ledger().sequence()).isZero();
            });
            producer.abortTransaction();
            other.abortTransaction();
            await().untilAsserted(() -> assertThat(transactions.list())
                    .noneMatch(each -> each.sink().equals(topic)));
        }
    }

    @Test
    void abortsOneAndFencesItsProducer() {
        ShardName ours = new ShardName("job", topic, 0);
        try (KafkaProducer<byte[], byte[]> producer = begun(ours.transactionalId());
                OpenTransactions transactions = open()) {
            OpenTransaction left = only(transactions);

            transactions.abort(left);

            await().untilAsserted(() -> assertThat(transactions.list())
                    .noneMatch(each -> each.sink().equals(topic)));
            assertThatThrownBy(producer::commitTransaction).isInstanceOf(ProducerFencedException.class);
            assertThatThrownBy(() -> transactions.abort(left))
                    .isInstanceOf(WeirException.class)
                    .hasMessageContaining("Cannot abort transaction " + left.id() + ": it is over, or its producer has"
                            + " begun another one: producer=" + left.producerId())
                    .hasMessageEndingWith("list the transactions again");
        }
    }

    @Test
    void leavesTheNextTransactionOfAProducerAlone() {
        ShardName ours = new ShardName("job", topic, 0);
        try (KafkaProducer<byte[], byte[]> producer = begun(ours.transactionalId());
                OpenTransactions transactions = open()) {
            OpenTransaction first = only(transactions);
            producer.commitTransaction();
            begin(producer);

            assertThatThrownBy(() -> transactions.abort(first)).hasMessageContaining("begun another one");

            producer.commitTransaction();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "weir",
                "weir/a/b",
                "weir/a/b/x",
                "weir/a/b/1/2",
                "weir/a b/c/1",
                "weir/a/b/01",
                "other/a/b/1",
                "weir/%/b/1"
            })
    void knowsNoShardByAnIdThatItWouldNotWrite(String id) {
        assertThat(ShardName.ofTransactionalId(id)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "a/b", "a b+c", "100%", "Käse", "weir"})
    void findsTheShardOfAnIdAgain(String name) {
        ShardName shard = new ShardName(name, name + "/x", 7);

        assertThat(ShardName.ofTransactionalId(shard.transactionalId())).isEqualTo(Optional.of(shard));
    }

    private OpenTransactions open() {
        return OpenTransactions.at(cluster.bootstrapServers(), Map.of(), "no-ledger");
    }

    private OpenTransaction only(OpenTransactions transactions) {
        return transactions.list().stream()
                .filter(each -> each.sink().equals(topic))
                .findFirst()
                .orElseThrow();
    }

    private KafkaProducer<byte[], byte[]> begun(String id) {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        cluster.bootstrapServers(),
                        "transactional.id",
                        id,
                        "transaction.timeout.ms",
                        50_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        begin(producer);
        return producer;
    }

    private void begin(KafkaProducer<byte[], byte[]> producer) {
        producer.beginTransaction();
        Future<?> unused = producer.send(new ProducerRecord<>(topic, 0, null, "x".getBytes(StandardCharsets.UTF_8)));
        producer.flush();
    }
}
