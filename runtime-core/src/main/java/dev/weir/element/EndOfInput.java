package dev.weir.element;

/** No record follows in this channel; barriers still may, so that a last checkpoint can commit everything. */
public enum EndOfInput implements StreamElement {
    INSTANCE
}
