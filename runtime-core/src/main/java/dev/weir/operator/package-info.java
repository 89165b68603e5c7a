/**
 * The steps of a chain, which call each other directly.
 *
 * <p><b>May use:</b> layers 0 and 1. <b>Threads:</b> The task's thread. <b>Read first:</b> {@link dev.weir.operator.Operator}, {@link dev.weir.operator.Output}.
 */
@NullMarked
package dev.weir.operator;

import org.jspecify.annotations.NullMarked;
