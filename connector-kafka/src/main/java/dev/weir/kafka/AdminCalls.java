package dev.weir.kafka;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;

/** Waits for what an {@link Admin} was asked, for a bounded time, and says what went wrong in Weir's words. */
final class AdminCalls implements AutoCloseable {
    /** A little longer than the client itself tries. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final KafkaConnection connection;
    private final Admin admin;

    AdminCalls(KafkaConnection connection) {
        this.connection = connection;
        try {
            admin = connection.admin();
        } catch (RuntimeException e) {
            throw KafkaFailures.OF_SOURCE.of("connect to the cluster", connection, e);
        }
    }

    Admin admin() {
        return admin;
    }

    KafkaConnection connection() {
        return connection;
    }

    /** @param what {@code <verb> <thing>} */
    <T> T await(String what, KafkaFuture<T> future) throws InterruptedException {
        try {
            return awaitRaw(future);
        } catch (ExecutionException e) {
            throw KafkaFailures.OF_SOURCE.of(what, connection, e);
        }
    }

    /** With Kafka's own exception as the cause. */
    <T> T awaitRaw(KafkaFuture<T> future) throws InterruptedException, ExecutionException {
        try {
            return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ExecutionException(new org.apache.kafka.common.errors.TimeoutException(
                    "no answer within " + PATIENCE.toSeconds() + " s", e));
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
