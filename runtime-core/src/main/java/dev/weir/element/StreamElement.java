package dev.weir.element;

/** What travels through a channel: records in batches, and the control elements between them, in order. */
public sealed interface StreamElement permits Batch, Watermark, StreamStatus, Barrier, EndOfInput {}
