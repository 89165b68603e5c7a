package dev.weir.kafka;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Binds values to a class; Jackson's readers are thread-safe. */
final class JsonDeserializer<T> implements KafkaDeserializer<T> {
    private final ObjectReader reader;
    private final Class<T> type;

    private JsonDeserializer(ObjectReader reader, Class<T> type) {
        this.reader = reader;
        this.type = type;
    }

    static <T> JsonDeserializer<T> of(ObjectMapper mapper, Class<T> type) {
        return new JsonDeserializer<>(
                mapper.readerFor(type).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS), type);
    }

    @Override
    public @Nullable T deserialize(ConsumerRecord<byte[], byte[]> record) throws IOException {
        byte[] value = record.value();
        return value == null ? null : reader.readValue(value, type);
    }
}
