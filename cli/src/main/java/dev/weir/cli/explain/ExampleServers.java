package dev.weir.cli.explain;

import dev.weir.examples.orders.OrderTopics;
import dev.weir.examples.orders.RevenueJob;
import dev.weir.testbed.KafkaServer;
import dev.weir.testbed.PostgresOptions;
import dev.weir.testbed.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The servers of an example: the user's, or some of its own, which end when this is closed. Not thread-safe. */
final class ExampleServers implements AutoCloseable {
    private final Optional<String> usersDatabase;
    private final Optional<String> usersBrokers;
    private @Nullable PostgresServer database;
    private @Nullable KafkaServer broker;

    ExampleServers(Optional<String> usersDatabase, Optional<String> usersBrokers) {
        this.usersDatabase = usersDatabase;
        this.usersBrokers = usersBrokers;
    }

    /** @param synchronousCommit of one that is started */
    String jdbcUrl(String synchronousCommit) throws SQLException {
        if (usersDatabase.isPresent()) {
            return usersDatabase.get();
        }
        PostgresServer started = PostgresServer.start(PostgresOptions.builder()
                .durableOnDisk()
                .setting("synchronous_commit", synchronousCommit)
                .build());
        database = started;
        try (Connection connection = DriverManager.getConnection(started.jdbcUrl());
                Statement create = connection.createStatement()) {
            create.execute(RevenueJob.CREATE_TABLE);
        }
        return started.jdbcUrl();
    }

    /** Their bootstrap servers. */
    String brokers() throws InterruptedException {
        if (usersBrokers.isPresent()) {
            return usersBrokers.get();
        }
        KafkaServer started = KafkaServer.start();
        broker = started;
        OrderTopics.create(started.bootstrapServers());
        return started.bootstrapServers();
    }

    @Override
    public void close() {
        PostgresServer startedDatabase = database;
        KafkaServer startedBroker = broker;
        try {
            if (startedDatabase != null) {
                startedDatabase.close();
            }
        } finally {
            if (startedBroker != null) {
                startedBroker.close();
            }
        }
    }
}
