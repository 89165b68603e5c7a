package dev.weir.testbed;

/**
 * A Kafka broker that a test owns, and may therefore treat badly.
 *
 * <p>{@link #start} runs it as a process on this machine, or in a Docker container where the system property
 * {@code weir.testbed} says {@code containers}. Either way the dependencies are up to who calls it: see {@link KafkaServer} for
 * the jars; a container needs {@code org.testcontainers:testcontainers-kafka}. What only a process can have, such as a listener
 * behind a proxy, {@link KafkaServer} has.
 *
 * <p><b>Lifecycle.</b> It answers when a test gets it. After that, in any order and number: {@link #pause} and {@link #resume},
 * {@link #kill}, {@link #restart}. {@link #close} is last.
 *
 * <p><b>Threading.</b> Any thread may call any method; calls that change the broker's state block and run one at a time.
 */
public interface KafkaBroker extends AutoCloseable {

    static KafkaBroker start() {
        return Hosting.chosenIn(System.getProperties()).kafka();
    }

    /** For everyone: no login, all rights. */
    String bootstrapServers();

    /** Crashes it: whatever it was doing stops in one instant and never goes on. */
    void kill();

    /** Freezes it: connections stay open, but nothing answers. */
    void pause();

    void resume();

    /** Starts it again with the same data and port, after an orderly stop if it still runs. */
    void restart();

    /** Ends it and deletes its data. */
    @Override
    void close();
}
