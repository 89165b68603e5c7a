package dev.weir.delivery;

/** A part of a segment's content that ends where a record ends: some bytes of an array, which nobody changes any more. */
final class SegmentChunk {
    private final byte[] bytes;
    private final int offset;
    private final int length;

    SegmentChunk(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    byte[] bytes() {
        return bytes;
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }
}
