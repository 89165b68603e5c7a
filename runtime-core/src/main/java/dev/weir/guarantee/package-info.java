/**
 * The levels of delivery, and what limits them.
 *
 * <p><b>May use:</b> nothing. <b>Threads:</b> Immutable values. <b>Read first:</b> {@link dev.weir.guarantee.Guarantee},
 * {@link dev.weir.guarantee.Finding}.
 */
@NullMarked
package dev.weir.guarantee;

import org.jspecify.annotations.NullMarked;
