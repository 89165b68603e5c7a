package dev.weir.kafka;

import dev.weir.error.Faults;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;

/**
 * How a source or a sink reaches its cluster: the bootstrap servers and whatever the user says to Kafka's clients (TLS,
 * SASL, registries, sizes). Immutable; shows the servers and never a property, which may be a secret.
 */
final class KafkaConnection {
    /** One request, and one call of {@link Admin} with all its retries: longer than a broker takes to restart. */
    private static final int REQUEST_MILLIS = 5_000;

    private static final int CALL_MILLIS = 10_000;

    private final String bootstrapServers;
    private final Map<String, String> properties;

    /**
     * @param bootstrapServers {@code host:port[,host:port...]}
     * @param properties of Kafka's clients, in their own names
     */
    KafkaConnection(String bootstrapServers, Map<String, String> properties) {
        this.bootstrapServers = bootstrapServers;
        this.properties = Map.copyOf(properties);
    }

    /**
     * Adds a fault for what cannot be a connection.
     *
     * @param reserved properties that only Weir may set, each with what to use instead
     */
    static void check(
            String bootstrapServers, Map<String, String> properties, Map<String, String> reserved, Faults faults) {
        faults.addIf(
                bootstrapServers.isBlank(), "no bootstrap servers are given; call bootstrapServers(\"host:9092\")");
        new TreeMap<>(properties).keySet().forEach(name -> {
            String instead = CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG.equals(name)
                    ? "call bootstrapServers(...)"
                    : reserved.get(name);
            faults.addIf(instead != null, () -> "property " + name + " is not free to set; " + instead);
        });
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    /** The user's properties, or defaults where he says nothing, with what Weir insists on over both. */
    Map<String, Object> clientProperties(Map<String, ?> defaults, Map<String, ?> ours) {
        Map<String, Object> all = new HashMap<>(defaults);
        all.putAll(properties);
        all.putAll(ours);
        all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return all;
    }

    /** The user's properties, for serializers and deserializers that are configured by them. */
    Map<String, String> properties() {
        return properties;
    }

    /** To be closed by the caller; each of its calls ends within ten seconds. */
    Admin admin() {
        return Admin.create(clientProperties(
                Map.of(
                        CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS,
                        CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_MILLIS),
                Map.of()));
    }

    @Override
    public String toString() {
        return "Kafka at " + bootstrapServers;
    }
}
