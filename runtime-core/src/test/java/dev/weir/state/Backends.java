package dev.weir.state;

import dev.weir.codec.CodecRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;

/** Backends and files for tests. */
final class Backends {
    static final int GROUPS = 8;

    private Backends() {}

    static KeyedStateBackend backend(Type keyType) {
        return range(keyType, 0, GROUPS);
    }

    static KeyedStateBackend range(Type keyType, int firstGroup, int endGroup) {
        return KeyedStateBackends.heap(CodecRegistry.of(List.of(), Map.of()), keyType, GROUPS, firstGroup, endGroup);
    }

    static KeyedStateBackend restored(Type keyType, byte[]... chain) {
        KeyedStateBackend backend = backend(keyType);
        backend.restore(List.of(chain));
        return backend;
    }

    static ValueState<Long> longs(KeyedStateBackend backend) {
        return backend.state(new ValueStateDescriptor<>("longs", Long.class));
    }

    static byte[] bytes(KeyedSnapshot snapshot) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            snapshot.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] merged(boolean bottom, byte[]... run) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            StateFiles.merge(List.of(run), bottom, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
