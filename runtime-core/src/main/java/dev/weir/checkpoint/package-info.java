/**
 * Makes checkpoints complete and durable, finds the newest, numbers attempts, deletes what is old.
 *
 * <p><b>May use:</b> layers 0 and 1. <b>Threads:</b> The coordinator's thread and those that write snapshots. <b>Read first:</b> {@link dev.weir.checkpoint.CheckpointStore}, {@link dev.weir.checkpoint.CheckpointCoordinator}.
 */
@NullMarked
package dev.weir.checkpoint;

import org.jspecify.annotations.NullMarked;
