package dev.weir.testbed;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;
import org.testcontainers.kafka.KafkaContainer;

/** A Kafka broker in a Docker container, of the same version and settings as the one that runs as a process. */
final class ContainerBroker implements KafkaBroker {

    private static final Duration RESTART_LIMIT = Duration.ofSeconds(60);
    private static final int ANSWER_MILLIS = 2_000;

    private final OwnedContainer<KafkaContainer> server;

    private ContainerBroker(OwnedContainer<KafkaContainer> server) {
        this.server = server;
    }

    static ContainerBroker start() {
        return new ContainerBroker(OwnedContainer.start("Kafka", 9092, () -> {
            KafkaContainer container = new KafkaContainer("apache/kafka:4.2.2");
            KafkaProperties.DEFAULTS.forEach((name, value) ->
                    container.withEnv("KAFKA_" + name.replace('.', '_').toUpperCase(Locale.ROOT), value));
            return container;
        }));
    }

    @Override
    public String bootstrapServers() {
        return server.container().getBootstrapServers();
    }

    @Override
    public synchronized void kill() {
        server.kill();
    }

    @Override
    public synchronized void pause() {
        server.pause();
    }

    @Override
    public synchronized void resume() {
        server.resume();
    }

    @Override
    public synchronized void restart() {
        server.restart();
        try {
            if (!Poll.until(RESTART_LIMIT, this::answers)) {
                throw server.noConnections("no answer within " + RESTART_LIMIT, null);
            }
        } catch (InterruptedException e) {
            throw TestbedException.interrupted("restart Kafka", e);
        }
    }

    /** Docker listens at the port whether the broker does or not, so only a reply counts: that to ApiVersions, version 0. */
    private boolean answers() {
        KafkaContainer container = server.container();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(container.getHost(), container.getFirstMappedPort()), ANSWER_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(Short.BYTES + Short.BYTES + Integer.BYTES + Short.BYTES);
            out.writeShort(KafkaRequest.API_VERSIONS.apiKey());
            out.writeShort(0);
            out.writeInt(1);
            out.writeShort(-1);
            out.flush();
            return new DataInputStream(socket.getInputStream()).readInt() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public synchronized void close() {
        server.close();
    }
}
