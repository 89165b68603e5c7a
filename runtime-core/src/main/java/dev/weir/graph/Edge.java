package dev.weir.graph;

import dev.weir.element.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * An exchange: every subtask of the source vertex has a channel to those of the target vertex.
 *
 * @param source id of the producing vertex
 * @param sourceStep index of the step whose output is sent
 * @param tag the side output that is sent, or null for the main one
 * @param target id of the consuming vertex
 */
public record Edge(int source, int sourceStep, @Nullable OutputTag<?> tag, int target, Partitioning partitioning) {}
