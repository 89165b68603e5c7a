package dev.weir.codec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list as a key: its elements in frames, whatever the list's class, because equal lists may be of unequal classes. */
final class ListCodec implements Codec<List<@Nullable Object>> {
    private final Codec<Object> element;

    ListCodec(Codec<Object> element) {
        this.element = element;
    }

    @Override
    public void encode(List<@Nullable Object> value, ByteWriter out) {
        for (Object each : value) {
            Framing.write(each, element, out);
        }
    }

    @Override
    public List<@Nullable Object> decode(ByteReader in) {
        List<@Nullable Object> values = new ArrayList<>();
        while (in.remaining() > 0) {
            values.add(Framing.read(element, in));
        }
        return Collections.unmodifiableList(values);
    }

    @Override
    public String fingerprint() {
        return "list(" + element.fingerprint() + ")";
    }

    @Override
    public Codec<List<@Nullable Object>> duplicate() {
        Codec<Object> copy = element.duplicate();
        return copy == element ? this : new ListCodec(copy);
    }
}
