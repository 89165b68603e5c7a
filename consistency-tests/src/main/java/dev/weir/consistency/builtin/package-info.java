/**
 * The sinks that come with Weir, each with its destination, ready to be proven.
 *
 * <p><b>May use:</b> {@code subject}, {@code history}; the connectors; the testbed. <b>Threads:</b> those of the suite. <b>Read
 * first:</b> {@link dev.weir.consistency.builtin.BuiltInSinks}.
 */
@NullMarked
package dev.weir.consistency.builtin;

import org.jspecify.annotations.NullMarked;
