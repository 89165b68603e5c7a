/**
 * Destinations that exist only in memory and behave like the real ones, with a reader's view, sessions that die with their process,
 * a network that loses, repeats and delays requests, and transactions that expire.
 *
 * <p><b>May use:</b> {@code history}, {@code job}; layers 0 and 1 of the runtime. <b>Threads:</b> the simulator's one. <b>Read
 * first:</b> {@link dev.weir.consistency.model.ModelDestination}, {@link dev.weir.consistency.model.Network}.
 */
@NullMarked
package dev.weir.consistency.model;

import org.jspecify.annotations.NullMarked;
