package dev.weir.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class KafkaOptionsTest {

    @Test
    void reportsAllFaultsTogether() {
        KafkaOptions.Builder builder = KafkaOptions.builder()
                .user("a b", "fine")
                .user("ANONYMOUS", "fine")
                .user("alice", "it's")
                .property("listeners", "PLAINTEXT://:9092")
                .property("Bad", "1")
                .property("num.partitions", "1\nlisteners=x")
                .jvmOptions("Xmx1g")
                .startTimeout(Duration.ZERO);
        assertThatThrownBy(builder::build)
                .isInstanceOf(TestbedException.class)
                .hasMessageStartingWith("Cannot set up Kafka: 8 faults in its options: ")
                .hasMessageContainingAll(
                        "user=a b", "user=ANONYMOUS", "password of alice", "listeners", "Bad", "num.partitions")
                .hasMessageContainingAll("jvmOption=Xmx1g", "PT0S")
                .hasMessageNotContaining("it's");
    }

    @Test
    void letsPropertiesReplaceTheDefaults() {
        KafkaOptions options = KafkaOptions.builder()
                .property("num.io.threads", "7")
                .transactionMaxTimeout(Duration.ofSeconds(30))
                .retention(Duration.ofSeconds(2))
                .build();
        assertThat(options.properties())
                .containsEntry("num.io.threads", "7")
                .containsEntry("transaction.max.timeout.ms", "30000")
                .containsEntry("log.retention.ms", "2000")
                .containsEntry("auto.create.topics.enable", "false");
    }
}
