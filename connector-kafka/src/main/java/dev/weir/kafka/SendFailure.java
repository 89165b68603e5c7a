package dev.weir.kafka;

import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;

/** Whose fault a failed send is. */
final class SendFailure {
    /** Kafka's words for a record that was refused only because of others in its batch. */
    private static final String INNOCENT = "Failed to append record because it was part of a batch";

    private SendFailure() {}

    /** The record's own, so that it would be refused again. */
    static boolean isFaultOfRecord(Throwable failure) {
        Throwable cause = KafkaFailures.causeOf(failure);
        if (cause instanceof InvalidRecordException || cause instanceof InvalidTimestampException) {
            return !isFaultOfOthers(cause);
        }
        return cause instanceof RecordTooLargeException;
    }

    /** Another record's in the same batch. */
    static boolean isFaultOfOthers(Throwable failure) {
        Throwable cause = KafkaFailures.causeOf(failure);
        return (cause instanceof InvalidRecordException || cause instanceof InvalidTimestampException)
                && String.valueOf(cause.getMessage()).startsWith(INNOCENT);
    }

    /** The record names a topic that cannot exist. */
    static boolean isBadTopic(Throwable failure) {
        return KafkaFailures.causeOf(failure) instanceof InvalidTopicException;
    }

    /** A topic that is not there shows itself only by the time that its metadata take. */
    static boolean mayBeMissingTopic(Throwable failure) {
        return KafkaFailures.causeOf(failure) instanceof TimeoutException timeout
                && String.valueOf(timeout.getMessage()).contains("not present in metadata");
    }

    /** Somebody has to change something before the same can succeed. */
    static boolean isConfiguration(Throwable failure) {
        Throwable cause = KafkaFailures.causeOf(failure);
        return cause instanceof AuthorizationException || cause instanceof AuthenticationException;
    }

    /** Another producer with the same id, or the coordinator, may have ended the transaction. */
    static boolean mayBeFenced(Throwable failure) {
        Throwable cause = KafkaFailures.causeOf(failure);
        return cause instanceof ProducerFencedException
                || cause instanceof InvalidProducerEpochException
                || !(cause instanceof ApiException)
                || !KafkaFailures.mayPass(cause);
    }
}
