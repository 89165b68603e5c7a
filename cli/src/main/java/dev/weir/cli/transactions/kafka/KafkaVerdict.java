package dev.weir.cli.transactions.kafka;

/** What is to be done about an open transaction. */
public enum KafkaVerdict {
    /** A dead attempt left it: nothing is lost by its end, and readers wait for that. */
    ABORT,
    /** Its job runs and ends it by itself. */
    LIVE,
    /** The broker is ending it. */
    ENDING,
    /** It never ends by itself: a marker is missing. */
    HANGING,
    /** There is nothing to judge it by. */
    UNKNOWN
}
