/**
 * The {@code weir} command: a thin shell of subcommands over the other modules, with no logic of its own.
 */
@NullMarked
package dev.weir.cli;

import org.jspecify.annotations.NullMarked;
