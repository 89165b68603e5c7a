package dev.weir.graph;

import dev.weir.delivery.RewindPolicy;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a job goes on from after a failure.
 *
 * @param checkpoints the folder of its checkpoints, or null if they are in memory
 * @param rewind what happens when a destination is ahead of the checkpoint
 */
public record RestartRules(@Nullable Path checkpoints, RewindPolicy rewind) {}
