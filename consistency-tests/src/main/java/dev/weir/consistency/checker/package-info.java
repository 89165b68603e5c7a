/**
 * Reads the history of a run event by event and says what it proves: each {@link dev.weir.consistency.history.Anomaly} with the few
 * events that prove it, and a verdict. Linear in the number of events, with some twenty bytes for each record of the workload.
 *
 * <p><b>May use:</b> {@code history}. <b>Threads:</b> one for each checker; it starts none. <b>Read first:</b> {@link
 * dev.weir.consistency.checker.HistoryChecker}, {@link dev.weir.consistency.checker.SinkRecords}.
 */
@NullMarked
package dev.weir.consistency.checker;

import org.jspecify.annotations.NullMarked;
