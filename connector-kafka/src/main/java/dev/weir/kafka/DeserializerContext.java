package dev.weir.kafka;

import dev.weir.metrics.MetricGroup;
import java.util.Map;

/** What a {@link KafkaDeserializer} gets when it is opened. */
public interface DeserializerContext {
    int subtaskIndex();

    /** The source's properties as the user gave them, for example {@code schema.registry.url}. */
    Map<String, String> properties();

    MetricGroup metrics();
}
