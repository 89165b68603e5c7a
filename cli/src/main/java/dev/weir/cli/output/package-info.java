/**
 * How the commands print what they found, as an aligned table or as JSON for scripts, and how they fail.
 *
 * <p><b>May use:</b> nothing of the command line. <b>Threads:</b> One. <b>Read first:</b> {@link
 * dev.weir.cli.output.Listing}.
 */
@NullMarked
package dev.weir.cli.output;

import org.jspecify.annotations.NullMarked;
