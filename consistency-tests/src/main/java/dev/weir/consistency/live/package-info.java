/**
 * The engine of real servers: jobs in processes of their own that are halted at a label, killed, or frozen and woken up, over
 * destinations that are killed, frozen and cut off, while a reader looks on and a checker judges what it sees.
 *
 * <p><b>May use:</b> {@code checker}, {@code job}, {@code subject}, {@code suite}, {@code history}; the runtime; the testbed.
 * <b>Threads:</b> the caller's runs a case; each case has an observer of its own, and one thread for every call of the subject's
 * that might hang. <b>Read first:</b> {@link dev.weir.consistency.live.RealServers}, {@link dev.weir.consistency.live.LiveRun},
 * {@link dev.weir.consistency.live.JobProcess}.
 */
@NullMarked
package dev.weir.consistency.live;

import org.jspecify.annotations.NullMarked;
