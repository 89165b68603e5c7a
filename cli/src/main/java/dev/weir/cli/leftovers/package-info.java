/**
 * What a command leaves behind: nothing, also after Ctrl-C, unless the user asks to keep it.
 *
 * <p><b>May use:</b> nothing of the command line. <b>Threads:</b> The command's, and the JVM's shutdown hooks. <b>Read first:</b>
 * {@link dev.weir.cli.leftovers.TemporaryFolder}.
 */
@NullMarked
package dev.weir.cli.leftovers;

import org.jspecify.annotations.NullMarked;
