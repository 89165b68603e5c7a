/**
 * Weir over Kafka beside Kafka's own clients, on the same records and the same broker.
 *
 * <p><b>Read first:</b> {@link dev.weir.benchmarks.kafka.KafkaRunner}.
 */
@NullMarked
package dev.weir.benchmarks.kafka;

import org.jspecify.annotations.NullMarked;
