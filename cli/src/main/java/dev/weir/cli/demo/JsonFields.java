package dev.weir.cli.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The value of a message as a flat JSON object, read without Weir. */
final class JsonFields {

    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, Long> numbers = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();

    private JsonFields() {}

    static JsonFields of(ConsumerRecord<byte[], byte[]> message) {
        JsonFields fields = new JsonFields();
        try (JsonParser json = JSON.createParser(message.value())) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.FIELD_NAME) {
                    fields.read(json.currentName(), json.nextToken(), json);
                }
            }
            return fields;
        } catch (IOException e) {
            throw new DemoException(
                    "Cannot read a message: " + e + ": topic=" + message.topic() + ", partition=" + message.partition()
                            + ", offset=" + message.offset() + "; run the demo again, with --keep to see the job's log",
                    e);
        }
    }

    private void read(String field, JsonToken token, JsonParser json) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT) {
            numbers.put(field, json.getLongValue());
        } else {
            texts.put(field, json.getText());
        }
    }

    /** 0 if there is no such field: that makes a wrong sum, which is found. */
    long number(String field) {
        return numbers.getOrDefault(field, 0L);
    }

    /** Empty if there is no such field. */
    String text(String field) {
        return texts.getOrDefault(field, "");
    }
}
