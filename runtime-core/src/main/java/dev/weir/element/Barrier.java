package dev.weir.element;

/** Separates the records of one checkpoint from those of the next. */
public record Barrier(long checkpointId) implements StreamElement {}
