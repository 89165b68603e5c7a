package dev.weir.codec;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The constant's name in UTF-8 up to the limit, so that constants may be added and reordered between restarts. */
final class EnumCodec<E extends Enum<E>> implements Codec<E> {
    private final Class<E> type;
    private final Map<E, byte[]> names;

    EnumCodec(Class<E> type) {
        this.type = type;
        names = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            names.put(constant, constant.name().getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void encode(E value, ByteWriter out) {
        byte[] name = names.get(type.cast(value));
        out.writeBytes(Objects.requireNonNull(name));
    }

    @Override
    public E decode(ByteReader in) {
        byte[] bytes = in.array();
        int start = in.position();
        int end = in.limit();
        in.skip(end - start);
        for (Map.Entry<E, byte[]> each : names.entrySet()) {
            byte[] name = each.getValue();
            if (Arrays.equals(name, 0, name.length, bytes, start, end)) {
                return each.getKey();
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
