/**
 * The Kafka connector: a replayable source and an exactly-once sink. Of runtime-core it uses only layers 0 and 1 (elements,
 * codecs, time, faults, errors, metrics, guarantees; source, sink, state and function SPIs).
 *
 * <p>Dependencies: kafka-clients talks to the brokers, by its public API only; Jackson reads and writes JSON records and the
 * entries of the ledger's topic, which people read with console tools.
 *
 * <p><b>Threads:</b> as each type says; the clients have network threads of their own.
 */
@NullMarked
package dev.weir.kafka;

import org.jspecify.annotations.NullMarked;
