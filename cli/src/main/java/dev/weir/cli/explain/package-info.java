/**
 * {@code weir explain}: what a job guarantees, with its destinations as they are now.
 *
 * <p><b>May use:</b> what a user of Weir can use, the examples and the testbed; {@code classes} of the
 * command line. <b>Threads:</b> One. <b>Read first:</b> {@link
 * dev.weir.cli.explain.ExplainCommand}.
 */
@NullMarked
package dev.weir.cli.explain;

import org.jspecify.annotations.NullMarked;
