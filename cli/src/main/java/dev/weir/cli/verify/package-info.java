/**
 * {@code weir verify}: the consistency suite over a sink, and what it found.
 *
 * <p><b>May use:</b> the suite's root, {@code suite}, {@code subject}, {@code report}, {@code checker} and {@code history}; of the command line {@code
 * classes}, {@code leftovers}, {@code output} and {@code terminal}. <b>Threads:</b> One. <b>Read first:</b> {@link
 * dev.weir.cli.verify.VerifyCommand}.
 */
@NullMarked
package dev.weir.cli.verify;

import org.jspecify.annotations.NullMarked;
