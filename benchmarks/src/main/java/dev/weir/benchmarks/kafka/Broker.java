package dev.weir.benchmarks.kafka;

import dev.weir.testbed.KafkaOptions;
import dev.weir.testbed.KafkaServer;
import java.io.IOException;

/** Starts a broker with the heap and the flags of Kafka's own script, prints its address, and ends it with its input. */
public final class Broker {
    private Broker() {}

    public static void main(String... words) throws IOException {
        KafkaOptions options = KafkaOptions.builder()
                .jvmOptions("-Xms1g", "-Xmx1g", "-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20", "-Dfile.encoding=UTF-8")
                .build();
        try (KafkaServer broker = KafkaServer.start(options)) {
            System.out.println(broker.bootstrapServers());
            while (System.in.read() >= 0) {
                // Until the script closes the pipe.
            }
        }
    }
}
