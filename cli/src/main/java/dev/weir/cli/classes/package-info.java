/**
 * Classes of the user, by name and class path.
 *
 * <p><b>May use:</b> nothing of the command line. <b>Threads:</b> One. <b>Read first:</b> {@link
 * dev.weir.cli.classes.UserClassPath}.
 */
@NullMarked
package dev.weir.cli.classes;

import org.jspecify.annotations.NullMarked;
