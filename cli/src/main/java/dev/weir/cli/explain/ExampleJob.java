package dev.weir.cli.explain;

import dev.weir.examples.orders.RevenueJob;
import dev.weir.testbed.PostgresOptions;
import dev.weir.testbed.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** A job that comes with Weir, and the server that it is explained with. */
enum ExampleJob {
    ORDERS("orders", "on"),
    ORDERS_ASYNC_COMMIT("orders-async-commit", "off");

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

    /** With a PostgreSQL of its own, which ends before this returns. */
    String explain() throws SQLException {
        PostgresOptions options = PostgresOptions.builder()
                .durableOnDisk()
                .setting("synchronous_commit", synchronousCommit)
                .build();
        try (PostgresServer postgres = PostgresServer.start(options)) {
            try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl());
                    Statement create = connection.createStatement()) {
                create.execute(RevenueJob.CREATE_TABLE);
            }
            return explain(postgres.jdbcUrl());
        }
    }

    /** With a database of the user. */
    String explain(String jdbcUrl) {
        return new RevenueJob().define("orders", jdbcUrl, "checkpoints").explain();
    }
}
