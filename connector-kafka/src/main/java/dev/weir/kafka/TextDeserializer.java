package dev.weir.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads UTF-8 and nothing else. */
final class TextDeserializer implements KafkaDeserializer<String> {
    private static final char REPLACEMENT = '\uFFFD';

    @Override
    public @Nullable String deserialize(ConsumerRecord<byte[], byte[]> record) throws CharacterCodingException {
        byte[] value = record.value();
        if (value == null) {
            return null;
        }
        String text = new String(value, StandardCharsets.UTF_8);
        // The lenient decoder is several times faster; only what it may have replaced is looked at again.
        return text.indexOf(REPLACEMENT) < 0
                ? text
                : StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(value))
                        .toString();
    }
}
