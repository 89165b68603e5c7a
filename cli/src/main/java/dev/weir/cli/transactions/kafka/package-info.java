/**
 * {@code weir tx} for Kafka: transactions that a dead job left open, and what is to be done about each.
 *
 * <p><b>May use:</b> the connector and the runtime; of the command line {@code database} and {@code output}. <b>Threads:</b> One.
 * <b>Read first:</b> {@link dev.weir.cli.transactions.kafka.KafkaJudge}.
 */
@NullMarked
package dev.weir.cli.transactions.kafka;

import org.jspecify.annotations.NullMarked;
