package dev.weir.kafka;

import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Opens a deserializer of Kafka for each subtask. */
final class ValueDeserializer<T> implements KafkaDeserializer<T> {
    private final Supplier<? extends Deserializer<? extends T>> deserializers;

    ValueDeserializer(Supplier<? extends Deserializer<? extends T>> deserializers) {
        this.deserializers = deserializers;
    }

    @Override
    public KafkaDeserializer<T> open(DeserializerContext context) {
        Deserializer<? extends T> deserializer = deserializers.get();
        deserializer.configure(context.properties(), false);
        return new Opened<>(deserializer);
    }

    @Override
    public T deserialize(ConsumerRecord<byte[], byte[]> record) {
        throw new IllegalStateException("not open");
    }

    private static final class Opened<T> implements KafkaDeserializer<T> {
        private final Deserializer<? extends T> deserializer;

        Opened(Deserializer<? extends T> deserializer) {
            this.deserializer = deserializer;
        }

        @Override
        public @Nullable T deserialize(ConsumerRecord<byte[], byte[]> record) {
            return deserializer.deserialize(record.topic(), record.headers(), record.value());
        }

        @Override
        public void close() {
            deserializer.close();
        }
    }
}
