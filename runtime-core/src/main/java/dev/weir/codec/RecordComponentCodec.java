package dev.weir.codec;

import java.lang.reflect.RecordComponent;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads one component out of a record and writes it; see {@link RecordCodec} for the format. */
final class RecordComponentCodec {
    private final String name;
    private final boolean primitive;
    private final Function<Object, Object> reader;
    private final Codec<Object> codec;

    RecordComponentCodec(RecordComponent component, Codec<Object> codec) {
        this(component.getName(), component.getType().isPrimitive(), RecordAccess.reader(component), codec);
    }

    private RecordComponentCodec(String name, boolean primitive, Function<Object, Object> reader, Codec<Object> codec) {
        this.name = name;
        this.primitive = primitive;
        this.reader = reader;
        this.codec = codec;
    }

    int width() {
        int width = codec.width();
        return primitive || width == Codec.VARIABLE ? width : width + 1;
    }

    void encode(Object owner, ByteWriter out) {
        Object value = reader.apply(owner);
        if (primitive) {
            codec.encode(value, out);
        } else if (codec.width() == Codec.VARIABLE) {
            Framing.write(value, codec, out);
        } else {
            encodeFixed(value, out);
        }
    }

    private void encodeFixed(@Nullable Object value, ByteWriter out) {
        out.writeBoolean(value != null);
        if (value != null) {
            codec.encode(value, out);
            return;
        }
        for (int i = codec.width(); i > 0; i--) {
            out.writeByte(0);
        }
    }

    @Nullable
    Object decode(ByteReader in) {
        if (primitive) {
            return codec.decode(in);
        }
        if (codec.width() == Codec.VARIABLE) {
            return Framing.read(codec, in);
        }
        if (in.readBoolean()) {
            return codec.decode(in);
        }
        in.skip(codec.width());
        return null;
    }

    String fingerprint() {
        return name + ":" + codec.fingerprint() + (primitive ? "" : "?");
    }

    RecordComponentCodec duplicate() {
        Codec<Object> copy = codec.duplicate();
        return copy == codec ? this : new RecordComponentCodec(name, primitive, reader, copy);
    }
}
