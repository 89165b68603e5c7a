package dev.weir.codec;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The constant's name in UTF-8 up to the limit, so that constants may be added and reordered between restarts. */
final class EnumCodec<E extends Enum<E>> implements Codec<E> {
    private final Class<E> type;
    private final E[] constants;
    private final byte[][] names;

    EnumCodec(Class<E> type) {
        this.type = type;
        constants = type.getEnumConstants();
        names = new byte[constants.length][];
        for (int i = 0; i < names.length; i++) {
            names[i] = constants[i].name().getBytes(StandardCharsets.UTF_8);
        }
    }

    @Override
    public void encode(E value, ByteWriter out) {
        out.writeBytes(names[value.ordinal()]);
    }

    @Override
    public E decode(ByteReader in) {
        byte[] bytes = in.array();
        int start = in.position();
        int end = in.limit();
        in.skip(end - start);
        for (int i = 0; i < names.length; i++) {
            if (Arrays.equals(names[i], 0, names[i].length, bytes, start, end)) {
                return constants[i];
            }
        }
        throw new WeirException(
                ErrorCode.INVALID_DATA,
                "Cannot decode " + type.getName() + ": it has no such constant: "
                        + new String(bytes, start, end - start, StandardCharsets.UTF_8)
                        + "; keep constants that state may hold");
    }

    @Override
    public String fingerprint() {
        return "enum:" + type.getName();
    }
}
