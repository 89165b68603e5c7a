package dev.weir.state;

import dev.weir.codec.Codec;

/** What a state file has to know of a codec. */
record ValueFormat(String fingerprint, int width) {
    static ValueFormat of(Codec<?> codec) {
        return new ValueFormat(codec.fingerprint(), codec.width());
    }
}
