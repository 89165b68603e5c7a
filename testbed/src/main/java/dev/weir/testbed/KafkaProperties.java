package dev.weir.testbed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The file server.properties of a broker that is its own controller. */
final class KafkaProperties {

    /** The name that the broker gives to who comes without one. */
    static final String EVERYONE = "ANONYMOUS";

    static final Map<String, String> DEFAULTS = Map.ofEntries(
            // A single node has nobody to replicate to.
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "1"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("transaction.state.log.num.partitions", "1"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.num.partitions", "1"),
            // A misspelt topic is a fault.
            Map.entry("auto.create.topics.enable", "false"),
            // After a kill it takes a session timeout until the controller takes the broker back.
            Map.entry("broker.session.timeout.ms", "1000"),
            Map.entry("broker.heartbeat.interval.ms", "200"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            // What is due is seen soon.
            Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500"),
            Map.entry("log.initial.task.delay.ms", "500"),
            Map.entry("log.retention.check.interval.ms", "500"),
            Map.entry("log.cleaner.backoff.ms", "500"),
            Map.entry("log.segment.delete.delay.ms", "1000"),
            // Memory and threads.
            Map.entry("log.segment.bytes", "67108864"),
            Map.entry("log.cleaner.dedupe.buffer.size", "10485760"),
            Map.entry("log.cleaner.io.buffer.size", "65536"),
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "4"));

    private static final int NODE = 1;

    private KafkaProperties() {}

    /**
     * The ports of a broker, all on 127.0.0.1.
     *
     * @param clients for everyone, who may do anything
     * @param proxied that of the listener PROXIED, empty for none
     * @param advertised the one that this listener says it has
     * @param secured that of the listener SECURED, empty for none
     */
    record Listening(int clients, int controller, OptionalInt proxied, OptionalInt advertised, OptionalInt secured) {}

    static String text(KafkaOptions options, Path data, Listening ports) {
        List<String> listeners = new ArrayList<>(List.of(address("CLIENTS", ports.clients())));
        List<String> advertised = new ArrayList<>(listeners);
        ports.proxied().ifPresent(port -> listeners.add(address("PROXIED", port)));
        ports.advertised().ifPresent(port -> advertised.add(address("PROXIED", port)));
        ports.secured().ifPresent(port -> {
            listeners.add(address("SECURED", port));
            advertised.add(address("SECURED", port));
        });
        listeners.add(address("CONTROLLER", ports.controller()));

        Map<String, String> all = new TreeMap<>(options.properties());
        all.put("process.roles", "broker,controller");
        all.put("node.id", Integer.toString(NODE));
        all.put("log.dirs", data.toString());
        all.put("listeners", String.join(",", listeners));
        all.put("advertised.listeners", String.join(",", advertised));
        all.put(
                "listener.security.protocol.map",
                "CLIENTS:PLAINTEXT,PROXIED:PLAINTEXT,SECURED:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT");
        all.put("inter.broker.listener.name", "CLIENTS");
        all.put("controller.listener.names", "CONTROLLER");
        all.put("controller.quorum.voters", NODE + "@127.0.0.1:" + ports.controller());
        if (ports.secured().isPresent()) {
            addSecurity(all, options.users());
        }
        StringBuilder text = new StringBuilder();
        all.forEach((name, value) -> text.append(name)
                .append('=')
                .append(value.replace("\\", "\\\\"))
                .append('\n'));
        return text.toString();
    }

    private static void addSecurity(Map<String, String> all, Map<String, String> users) {
        StringBuilder login = new StringBuilder("org.apache.kafka.common.security.plain.PlainLoginModule required");
        new TreeMap<>(users)
                .forEach((name, password) -> login.append(" user_")
                        .append(name)
                        .append("=\"")
                        .append(password)
                        .append('"'));
        all.put("listener.name.secured.sasl.enabled.mechanisms", "PLAIN");
        all.put(
                "listener.name.secured.plain.sasl.jaas.config",
                login.append(';').toString());
        all.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        all.put("super.users", "User:" + EVERYONE);
    }

    private static String address(String listener, int port) {
        return listener + "://127.0.0.1:" + port;
    }
}
