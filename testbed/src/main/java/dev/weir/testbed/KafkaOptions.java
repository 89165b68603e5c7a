package dev.weir.testbed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a {@link KafkaServer} is set up.
 *
 * @param listeners which listeners it has beside the one for everyone
 * @param users names and passwords of those who may log in at the listener {@link Listener#SECURED}
 * @param properties broker settings as in server.properties
 * @param jvmOptions what its JVM is started with
 * @param startTimeout how long it may take to be ready, log recovery included
 */
public record KafkaOptions(
        Set<Listener> listeners,
        Map<String, String> users,
        Map<String, String> properties,
        List<String> jvmOptions,
        Duration startTimeout) {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_-]{0,62}");
    private static final Pattern PASSWORD = Pattern.compile("[a-zA-Z0-9_]{1,64}");
    private static final Pattern PROPERTY = Pattern.compile("[a-z][a-zA-Z0-9._-]*");

    /** Set by the server itself; another value would break it, or what it promises. */
    private static final Set<String> RESERVED = Set.of(
            "process.roles",
            "node.id",
            "listeners",
            "advertised.listeners",
            "listener.security.protocol.map",
            "inter.broker.listener.name",
            "controller.listener.names",
            "controller.quorum.voters",
            "controller.quorum.bootstrap.servers",
            "authorizer.class.name",
            "super.users",
            "log.dir",
            "log.dirs",
            "metadata.log.dir");

    /** A listener that not every test needs. */
    public enum Listener {
        /** Advertised at the address of a {@link FaultProxy}, so that a client that came through it stays on it. */
        PROXIED,
        /** Asks for a name and password (SASL/PLAIN), and lets a user do only what an ACL allows. */
        SECURED
    }

    /** Checks all values and reports all faults together. */
    public KafkaOptions {
        listeners = Set.copyOf(listeners);
        users = Map.copyOf(users);
        properties = Map.copyOf(properties);
        jvmOptions = List.copyOf(jvmOptions);
        List<String> faults = new ArrayList<>();
        new TreeMap<>(users).forEach((name, password) -> {
            if (!NAME.matcher(name).matches() || name.equals(KafkaProperties.EVERYONE)) {
                faults.add("user=" + name + " does not match " + NAME + " or belongs to the server");
            }
            if (!PASSWORD.matcher(password).matches()) {
                faults.add("the password of " + name + " does not match " + PASSWORD);
            }
        });
        new TreeMap<>(properties).forEach((name, value) -> {
            if (!PROPERTY.matcher(name).matches()
                    || RESERVED.contains(name)
                    || name.startsWith("listener.name.")
                    || value.lines().count() > 1) {
                faults.add("property " + name + " is no property, or one that the server makes itself");
            }
        });
        for (String option : jvmOptions) {
            if (!option.startsWith("-")) {
                faults.add("jvmOption=" + option + " does not begin with a hyphen");
            }
        }
        if (startTimeout.isNegative() || startTimeout.isZero()) {
            faults.add("startTimeout=" + startTimeout + " is not positive");
        }
        if (!faults.isEmpty()) {
            throw new TestbedException("Cannot set up Kafka: " + faults.size() + " faults in its options: "
                    + String.join("; ", faults) + "; correct them");
        }
    }

    boolean has(Listener listener) {
        return listeners.contains(listener);
    }

    public static KafkaOptions defaults() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Begins with a broker for quick starts and short waits: one partition for each internal topic, a heap of 256 MiB, small
     * buffers, and looks twice a second for transactions that have timed out and for segments to delete or compact. Topics
     * are not created by their first use.
     */
    public static final class Builder {

        private final Map<String, String> users = new LinkedHashMap<>();
        private final Map<String, String> properties = new LinkedHashMap<>(KafkaProperties.DEFAULTS);
        private List<String> jvmOptions =
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");
        private boolean proxied;
        private Duration startTimeout = Duration.ofSeconds(60);

        /** Adds the listener {@link Listener#PROXIED}, see {@link KafkaServer#proxy()}. */
        public Builder proxied() {
            this.proxied = true;
            return this;
        }

        /**
         * Adds a user, and the listener {@link Listener#SECURED} for all of them. A user may do nothing before somebody creates
         * an ACL, which who connects to {@link KafkaServer#bootstrapServers()} may do.
         */
        public Builder user(String name, String password) {
            users.put(name, password);
            return this;
        }

        /** Any property of server.properties, in place of the testbed's default. */
        public Builder property(String name, String value) {
            properties.put(name, value);
            return this;
        }

        /** How long a transaction may be open at most, whatever the producer asks for. Default 15 minutes, as Kafka's. */
        public Builder transactionMaxTimeout(Duration limit) {
            return property("transaction.max.timeout.ms", Long.toString(limit.toMillis()));
        }

        /** After what time records are deleted; looked after every half second. */
        public Builder retention(Duration age) {
            return property("log.retention.ms", Long.toString(age.toMillis()));
        }

        /** In place of the default ones, which make a start quick but a busy broker slow. */
        public Builder jvmOptions(String... options) {
            this.jvmOptions = List.of(options);
            return this;
        }

        /** Default 60 seconds. */
        public Builder startTimeout(Duration timeout) {
            this.startTimeout = timeout;
            return this;
        }

        public KafkaOptions build() {
            Set<Listener> listeners = Stream.of(Listener.values())
                    .filter(listener -> listener == Listener.PROXIED ? proxied : !users.isEmpty())
                    .collect(Collectors.toUnmodifiableSet());
            return new KafkaOptions(listeners, users, properties, jvmOptions, startTimeout);
        }
    }
}
