/**
 * The delivery strategies: the protocol between barriers, checkpoints, the ledger and a sink's ports.
 *
 * <p><b>May use:</b> layers 0 and 1; it sees a checkpoint as an id and bytes. <b>Threads:</b> The task's thread and the committer's. <b>Read first:</b> {@link dev.weir.delivery.Delivery}, {@link dev.weir.delivery.RewindPolicy}.
 */
@NullMarked
package dev.weir.delivery;

import org.jspecify.annotations.NullMarked;
