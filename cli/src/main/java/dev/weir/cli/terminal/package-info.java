/**
 * How a command that runs for long talks to whoever watches: lines that stay, one live line, in the signs and colours that the
 * terminal has.
 *
 * <p><b>May use:</b> nothing of the command line. <b>Threads:</b> Any. <b>Read first:</b> {@link
 * dev.weir.cli.terminal.Console}.
 */
@NullMarked
package dev.weir.cli.terminal;

import org.jspecify.annotations.NullMarked;
