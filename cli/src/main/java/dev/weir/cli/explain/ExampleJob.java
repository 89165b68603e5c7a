package dev.weir.cli.explain;

import dev.weir.examples.orders.KafkaRevenueJob;
import dev.weir.examples.orders.RevenueJob;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** A job that comes with Weir, and the servers that it is explained with. */
enum ExampleJob {
    ORDERS("orders", "on"),
    ORDERS_ASYNC_COMMIT("orders-async-commit", "off"),
    ORDERS_KAFKA("orders-kafka", "on") {
        @Override
        String explain(ExampleServers servers) throws SQLException, InterruptedException {
            return new KafkaRevenueJob()
                    .define(servers.brokers(), servers.jdbcUrl(synchronousCommit()), "checkpoints")
                    .explain();
        }
    };

    private final String label;
    private final String synchronousCommit;

    ExampleJob(String label, String synchronousCommit) {
        this.label = label;
        this.synchronousCommit = synchronousCommit;
    }

    static Optional<ExampleJob> named(String label) {
        return Arrays.stream(values()).filter(job -> job.label.equals(label)).findFirst();
    }

    static String names() {
        return Arrays.stream(values()).map(job -> job.label).collect(Collectors.joining(", "));
    }

    String synchronousCommit() {
        return synchronousCommit;
    }

    String explain(ExampleServers servers) throws SQLException, InterruptedException {
        return new RevenueJob()
                .define("orders", servers.jdbcUrl(synchronousCommit), "checkpoints")
                .explain();
    }
}
