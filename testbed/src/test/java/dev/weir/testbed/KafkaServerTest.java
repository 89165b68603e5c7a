package dev.weir.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

final class KafkaServerTest {

    @Test
    void answersOnceStarted() throws Exception {
        try (KafkaServer server = KafkaServer.start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("a", 1, (short) 1))).all().get(10, TimeUnit.SECONDS);
            long begin = System.nanoTime();
            server.kill();
            server.restart();
            System.out.println("restart ms " + (System.nanoTime() - begin) / 1_000_000);
            assertThat(admin.listTopics().names().get(10, TimeUnit.SECONDS)).contains("a");
            begin = System.nanoTime();
            server.stop();
            System.out.println("stop ms " + (System.nanoTime() - begin) / 1_000_000 + server.logTail());
        }
    }
}
