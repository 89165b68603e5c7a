package dev.weir.element;

/** No record with a timestamp at or below this one will follow (milliseconds since the epoch). */
public record Watermark(long timestamp) implements StreamElement {}
