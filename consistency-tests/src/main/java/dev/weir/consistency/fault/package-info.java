/**
 * A disk under a real process that becomes full, cannot sync, lies about syncing, gets read-only or slow, or loses power in the
 * middle of a write; and what a power failure leaves of it.
 *
 * <p><b>May use:</b> the runtime's {@code checkpoint}. <b>Threads:</b> those of the job. <b>Read first:</b> {@link
 * dev.weir.consistency.fault.FaultyDisk}, {@link dev.weir.consistency.fault.PowerFailure}.
 */
@NullMarked
package dev.weir.consistency.fault;

import org.jspecify.annotations.NullMarked;
