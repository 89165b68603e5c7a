package dev.weir.kafka;

import dev.weir.element.OutputTag;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.metrics.Counter;
import dev.weir.source.SourceOutput;
import dev.weir.source.SourceReaderContext;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What becomes of records that cannot be deserialised. */
sealed interface UndeserializableRecords {
    String COUNTER = "undeserializableRecords";

    /** Takes those that one reader meets. */
    Receiver receiver(SourceReaderContext<?> context);

    /** Takes one record and why it could not be deserialised. */
    @FunctionalInterface
    interface Receiver {
        void accept(ConsumerRecord<byte[], byte[]> record, Exception failure);
    }

    /** The job fails. */
    record Fail() implements UndeserializableRecords {
        @Override
        public Receiver receiver(SourceReaderContext<?> context) {
            return (record, failure) -> {
                throw new WeirException(
                        ErrorCode.INVALID_DATA,
                        "Cannot deserialise a record: " + failure + ": topic=" + record.topic() + ", partition="
                                + record.partition() + ", offset=" + record.offset()
                                + "; correct the deserializer, or choose skipUndeserializableRecords() or"
                                + " undeserializableRecordsTo(tag)",
                        failure);
            };
        }
    }

    /** They are counted and left out. */
    record Skip() implements UndeserializableRecords {
        @Override
        public Receiver receiver(SourceReaderContext<?> context) {
            Counter counter = context.metrics().counter(COUNTER);
            return (record, failure) -> counter.add(1);
        }
    }

    /** They are counted and go to a side output. */
    record SideOutput(OutputTag<UndeserializableRecord> tag) implements UndeserializableRecords {
        @Override
        public Receiver receiver(SourceReaderContext<?> context) {
            Counter counter = context.metrics().counter(COUNTER);
            SourceOutput<UndeserializableRecord> output = context.sideOutput(tag);
            return (record, failure) -> {
                counter.add(1);
                output.collect(new UndeserializableRecord(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.timestamp(),
                        record.key(),
                        record.value(),
                        failure.toString()));
            };
        }
    }
}
