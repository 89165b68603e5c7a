/**
 * {@code weir in-doubt}: a rehearsal of {@code weir tx} with a real job, a real kill and a real database.
 *
 * <p><b>May use:</b> the other tools, what a user of Weir can use, and the testbed. <b>Threads:</b> One, and those of the
 * job's process. <b>Read first:</b> {@link dev.weir.cli.indoubt.InDoubtCommand}, {@link dev.weir.cli.indoubt.Rehearsal}.
 */
@NullMarked
package dev.weir.cli.indoubt;

import org.jspecify.annotations.NullMarked;
