package dev.weir.element;

/** Whether a channel carries event time at present: an idle one does not hold the watermark back. */
public enum StreamStatus implements StreamElement {
    ACTIVE,
    IDLE
}
