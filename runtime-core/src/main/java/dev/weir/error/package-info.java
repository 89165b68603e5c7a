/**
 * The one exception and its codes.
 *
 * <p><b>May use:</b> nothing. <b>Threads:</b> Immutable. <b>Read first:</b> {@link dev.weir.error.WeirException}, {@link dev.weir.error.ErrorCode}.
 */
@NullMarked
package dev.weir.error;

import org.jspecify.annotations.NullMarked;
