package dev.weir.kafka;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.metrics.MetricGroup;
import dev.weir.source.SourceOutput;
import dev.weir.source.SourceReaderContext;
import dev.weir.time.Timestamps;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/** Deserialises records and passes them on. Threading: confined to the task's thread. */
final class RecordEmitter<T> {
    private final KafkaDeserializer<T> deserializer;
    private final UndeserializableRecords.Receiver undeserializable;

    private RecordEmitter(KafkaDeserializer<T> deserializer, UndeserializableRecords.Receiver undeserializable) {
        this.deserializer = deserializer;
        this.undeserializable = undeserializable;
    }

    static <T> RecordEmitter<T> open(KafkaSourceSettings<T> settings, SourceReaderContext<T> context) {
        DeserializerContext opening = new DeserializerContext() {
            @Override
            public int subtaskIndex() {
                return context.subtaskIndex();
            }

            @Override
            public Map<String, String> properties() {
                return settings.connection().properties();
            }

            @Override
            public MetricGroup metrics() {
                return context.metrics();
            }
        };
        try {
            return new RecordEmitter<>(
                    settings.deserializer().open(opening),
                    settings.undeserializable().receiver(context));
        } catch (WeirException e) {
            throw e;
        } catch (Exception e) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot open the deserializer of a Kafka source: " + e + ": "
                            + settings.deserializer().getClass().getName()
                            + "; correct the properties that it is configured with",
                    e);
        }
    }

    void emit(ConsumerRecord<byte[], byte[]> record, SourceOutput<T> output) {
        T value = deserialized(record);
        if (value != null) {
            long timestamp = record.timestamp();
            output.collect(value, timestamp == ConsumerRecord.NO_TIMESTAMP ? Timestamps.NONE : timestamp);
        }
    }

    private @Nullable T deserialized(ConsumerRecord<byte[], byte[]> record) {
        try {
            return deserializer.deserialize(record);
        } catch (Exception e) {
            return failed(record, e);
        }
    }

    private @Nullable T failed(ConsumerRecord<byte[], byte[]> record, Exception failure) {
        if (failure instanceof InterruptedException || failure instanceof InterruptException) {
            Thread.currentThread().interrupt();
        }
        if (!isTheRecords(failure)) {
            throw new WeirException(
                    ErrorCode.SOURCE,
                    "Cannot deserialise a record: its deserializer failed for a reason of its own: " + failure
                            + ": topic=" + record.topic() + ", partition=" + record.partition() + ", offset="
                            + record.offset() + "; check what the deserializer connects to",
                    failure);
        }
        undeserializable.accept(record, failure);
        return null;
    }

    /** Whether the record is at fault, not the deserializer's surroundings, which may look different a moment later. */
    private static boolean isTheRecords(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (cause instanceof RetriableException
                    || cause instanceof SocketException
                    || cause instanceof SocketTimeoutException
                    || cause instanceof UnknownHostException
                    || cause instanceof InterruptedException
                    || cause instanceof InterruptException) {
                return false;
            }
            cause = cause.getCause();
        }
        return true;
    }

    void close() throws Exception {
        deserializer.close();
    }
}
