package dev.weir.testbed;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How a {@link PostgresServer} is set up.
 *
 * @param dataFolder where its data live
 * @param port the TCP port on 127.0.0.1; 0 takes any free one
 * @param database a database to create
 * @param user the superuser, who gets in without a password
 * @param settings PostgreSQL settings as in postgresql.conf
 * @param startTimeout how long it may take to accept connections, crash recovery included
 */
public record PostgresOptions(
        DataFolder dataFolder,
        int port,
        String database,
        String user,
        Map<String, String> settings,
        Duration startTimeout) {

    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
    private static final Pattern SETTING = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_.]*");

    /** Set by the server itself; another value would break it, or what it promises. */
    private static final Set<String> RESERVED = Set.of(
            "port",
            "listen_addresses",
            "unix_socket_directories",
            "data_directory",
            "config_file",
            "hba_file",
            "external_pid_file",
            "logging_collector");

    /** Checks all values and reports all faults together. */
    public PostgresOptions {
        settings = Map.copyOf(settings);
        List<String> faults = new ArrayList<>();
        if (port < 0 || port > 65_535) {
            faults.add("port=" + port + " is not in 0..65535");
        }
        if (!NAME.matcher(database).matches()) {
            faults.add("database=" + database + " does not match " + NAME);
        }
        if (!NAME.matcher(user).matches() || user.startsWith("pg_")) {
            faults.add("user=" + user + " does not match " + NAME + " or starts with pg_");
        }
        for (String name : new TreeMap<>(settings).keySet()) {
            if (!SETTING.matcher(name).matches() || RESERVED.contains(name)) {
                faults.add("setting " + name + " is no setting, or one that the server makes itself");
            }
        }
        if (startTimeout.isNegative() || startTimeout.isZero()) {
            faults.add("startTimeout=" + startTimeout + " is not positive");
        }
        if (!faults.isEmpty()) {
            throw new TestbedException("Cannot set up PostgreSQL: " + faults.size() + " faults in its options: "
                    + String.join("; ", faults) + "; correct them");
        }
    }

    OptionalInt wantedPort() {
        return port == 0 ? OptionalInt.empty() : OptionalInt.of(port);
    }

    public static PostgresOptions defaults() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Where the data of a server live. */
    public sealed interface DataFolder {

        /** The folder, given the one of this run. */
        Path in(Path runFolder);

        /** Whether it outlives the server. */
        boolean isKept();

        /** A folder that goes when the server is closed. */
        record Temporary() implements DataFolder {
            @Override
            public Path in(Path runFolder) {
                return runFolder.resolve("data");
            }

            @Override
            public boolean isKept() {
                return false;
            }
        }

        /** A folder that stays: empty or missing, or with data of the same PostgreSQL version, which are used as they are. */
        record Kept(Path path) implements DataFolder {
            @Override
            public Path in(Path runFolder) {
                return path.toAbsolutePath().normalize();
            }

            @Override
            public boolean isKept() {
                return true;
            }
        }
    }

    /** Begins with a temporary data folder, any free port, and database and user {@code weir}. */
    public static final class Builder {

        private DataFolder dataFolder = new DataFolder.Temporary();
        private int port;
        private String database = "weir";
        private String user = "weir";
        private Duration startTimeout = Duration.ofSeconds(60);

        // fsync protects against a machine's crash, which no test makes. synchronous_commit must stay on: without
        // it a killed server forgets commits that it acknowledged. Memory by mmap leaves nothing in /dev/shm after a
        // kill.
        private final Map<String, String> settings = new HashMap<>(Map.of(
                "fsync", "off",
                "synchronous_commit", "on",
                "max_prepared_transactions", "200",
                "max_connections", "100",
                "shared_buffers", "32MB",
                "dynamic_shared_memory_type", "mmap",
                "huge_pages", "off",
                "timezone", "UTC",
                "log_timezone", "UTC"));

        private Builder() {}

        /** Keeps the data in this folder when the server is closed. */
        public Builder dataFolder(Path path) {
            this.dataFolder = new DataFolder.Kept(path);
            return this;
        }

        public Builder port(int value) {
            this.port = value;
            return this;
        }

        public Builder database(String name) {
            this.database = name;
            return this;
        }

        public Builder user(String name) {
            this.user = name;
            return this;
        }

        /** Default 100. */
        public Builder maxConnections(int connections) {
            return setting("max_connections", Integer.toString(connections));
        }

        /** With a unit, such as {@code 16MB}; default {@code 32MB}. */
        public Builder sharedBuffers(String size) {
            return setting("shared_buffers", size);
        }

        /** Waits for the disk at every commit. Only a crash of the machine tells the difference. */
        public Builder durableOnDisk() {
            return setting("fsync", "on");
        }

        /** Any setting of postgresql.conf, in place of the testbed's default. */
        public Builder setting(String name, String value) {
            settings.put(name, value);
            return this;
        }

        /** Default 60 seconds. */
        public Builder startTimeout(Duration timeout) {
            this.startTimeout = timeout;
            return this;
        }

        public PostgresOptions build() {
            return new PostgresOptions(dataFolder, port, database, user, settings, startTimeout);
        }
    }
}
