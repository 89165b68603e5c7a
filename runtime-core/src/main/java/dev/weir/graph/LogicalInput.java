package dev.weir.graph;

import dev.weir.element.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * One of the streams that a node reads.
 *
 * @param node whose output it is
 * @param tag the side output, or null for the main one
 * @param key how records are spread over the reader's subtasks, or null where any subtask will do
 */
public record LogicalInput(LogicalNode node, @Nullable OutputTag<?> tag, Partitioning.@Nullable ByKey key) {}
