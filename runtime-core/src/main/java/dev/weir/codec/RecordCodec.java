package dev.weir.codec;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record, component by component in order of declaration: a primitive as it is; an object of fixed width behind a
 * presence byte (zeros follow when it is null, so the width stays fixed); an object of variable width in a frame that
 * knows null.
 */
final class RecordCodec<R> implements Codec<R> {
    private final Class<R> type;
    private final RecordComponentCodec[] components;
    private final MethodHandle constructor;
    private final int width;

    RecordCodec(Class<R> type, List<RecordComponentCodec> components) {
        this(type, components.toArray(RecordComponentCodec[]::new), RecordAccess.constructor(type));
    }

    private RecordCodec(Class<R> type, RecordComponentCodec[] components, MethodHandle constructor) {
        this.type = type;
        this.components = components;
        this.constructor = constructor;
        this.width = widthOf(components);
    }

    private static int widthOf(RecordComponentCodec[] components) {
        int sum = 0;
        for (RecordComponentCodec component : components) {
            if (component.width() == VARIABLE) {
                return VARIABLE;
            }
            sum += component.width();
        }
        return sum;
    }

    @Override
    public void encode(R value, ByteWriter out) {
        for (RecordComponentCodec component : components) {
            component.encode(value, out);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public R decode(ByteReader in) {
        @Nullable Object[] arguments = new @Nullable Object[components.length];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = components[i].decode(in);
        }
        try {
            return (R) (Object) constructor.invokeExact(arguments);
        } catch (Error | WeirException e) {
            throw e;
        } catch (Throwable e) {
            throw new WeirException(
                    ErrorCode.INVALID_DATA,
                    "Cannot decode record " + type.getName() + ": its constructor refuses: "
                            + Arrays.toString(arguments) + "; keep what it accepts while state exists",
                    e);
        }
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public String fingerprint() {
        StringBuilder text = new StringBuilder("record:").append(type.getName()).append('(');
        for (RecordComponentCodec component : components) {
            text.append(component == components[0] ? "" : ",").append(component.fingerprint());
        }
        return text.append(')').toString();
    }

    @Override
    public Codec<R> duplicate() {
        RecordComponentCodec[] copies = components.clone();
        boolean same = true;
        for (int i = 0; i < copies.length; i++) {
            copies[i] = components[i].duplicate();
            same &= copies[i] == components[i];
        }
        return same ? this : new RecordCodec<>(type, copies, constructor);
    }
}
