package dev.weir.state;

import dev.weir.codec.Codec;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;

/** What a state file has to know of a codec. */
record ValueFormat(String fingerprint, int width) {
    /** A wider field would make empty slots cost too much. */
    static final int MAX_WIDTH = 1 << 20;

    static ValueFormat of(Codec<?> codec) {
        if (codec.width() < Codec.VARIABLE || codec.width() > MAX_WIDTH) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot keep state with codec " + codec.fingerprint() + ": its width is out of range: "
                            + codec.width() + "; return Codec.VARIABLE or 0 to " + MAX_WIDTH);
        }
        return new ValueFormat(codec.fingerprint(), codec.width());
    }
}
