package dev.weir.kafka;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * What becomes of the exceptions of Kafka's clients.
 *
 * @param unavailable for what may pass
 * @param rejected for what does not pass until somebody changes something
 */
record KafkaFailures(ErrorCode unavailable, ErrorCode rejected) {
    static final KafkaFailures OF_SOURCE = new KafkaFailures(ErrorCode.SOURCE, ErrorCode.INVALID_JOB);
    static final KafkaFailures OF_SINK =
            new KafkaFailures(ErrorCode.DESTINATION_UNAVAILABLE, ErrorCode.DESTINATION_REJECTED);

    /** The exception behind the wrappers of futures and of the clients' own threads. */
    static Throwable causeOf(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null
                && (cause instanceof ExecutionException
                        || cause instanceof CompletionException
                        || cause.getClass() == KafkaException.class)) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Whether the same call may succeed later without anybody's doing. A topic that is not there does not count. */
    static boolean mayPass(Throwable failure) {
        Throwable cause = causeOf(failure);
        return cause instanceof RetriableException && !(cause instanceof UnknownTopicOrPartitionException);
    }

    /**
     * One of Weir's exceptions for one of Kafka's; one of Weir's stays as it is.
     *
     * @param what {@code <verb> <thing>}, for example {@code read topic orders}
     */
    WeirException of(String what, KafkaConnection connection, Throwable failure) {
        Throwable cause = causeOf(failure);
        if (cause instanceof WeirException known) {
            return known;
        }
        if (cause instanceof InterruptException || cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new WeirException(
                mayPass(cause) || isInterrupt(cause) ? unavailable : rejected,
                "Cannot " + what + ": " + reason(cause) + ": " + connection + "; " + remedy(cause, connection),
                failure);
    }

    private static boolean isInterrupt(Throwable cause) {
        return cause instanceof InterruptException || cause instanceof InterruptedException;
    }

    private static String reason(Throwable cause) {
        if (cause instanceof UnknownTopicOrPartitionException) {
            return "the topic or partition does not exist";
        }
        if (cause instanceof AuthenticationException) {
            return "the credentials were refused (" + words(cause) + ")";
        }
        if (cause instanceof TopicAuthorizationException topic
                && !topic.unauthorizedTopics().isEmpty()) {
            return "no permission for topics " + topic.unauthorizedTopics();
        }
        if (cause instanceof GroupAuthorizationException group) {
            return "no permission for group " + group.groupId();
        }
        if (cause instanceof TransactionalIdAuthorizationException) {
            return "no permission for the transactional id (" + words(cause) + ")";
        }
        if (cause instanceof AuthorizationException) {
            return "no permission (" + words(cause) + ")";
        }
        if (isInterrupt(cause)) {
            return "the thread was interrupted";
        }
        if (mayPass(cause)) {
            return "the cluster does not answer (" + words(cause) + ")";
        }
        return words(cause);
    }

    private static String words(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private static String remedy(Throwable cause, KafkaConnection connection) {
        if (cause instanceof UnknownTopicOrPartitionException || cause instanceof InvalidTopicException) {
            return "create the topic or correct its name";
        }
        if (cause instanceof AuthenticationException) {
            return "correct sasl.jaas.config, security.protocol and the ssl.* properties";
        }
        if (cause instanceof AuthorizationException) {
            return "grant the user of this client the missing ACL (kafka-acls.sh --list shows what there is)";
        }
        if (cause instanceof UnsupportedVersionException) {
            return "use brokers of version 3.0 or later";
        }
        if (cause instanceof ConfigException) {
            return "correct the property";
        }
        if (isInterrupt(cause)) {
            return "the job is being stopped";
        }
        if (mayPass(cause)) {
            return "check that the brokers run and that " + connection.bootstrapServers()
                    + " (and what they advertise) can be reached from here";
        }
        return "see the cause";
    }
}
