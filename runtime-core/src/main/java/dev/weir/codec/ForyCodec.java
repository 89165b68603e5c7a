package dev.weir.codec;

import org.jspecify.annotations.Nullable;

/**
 * Any class, by Apache Fory, limited to an allow-list. Fory is loaded with the first value: a job whose types all have
 * codecs of their own never pays for it.
 */
final class ForyCodec<T> implements Codec<T> {
    private final ForyScope scope;
    private @Nullable ForySerializer serializer;

    ForyCodec(ForyScope scope) {
        this.scope = scope;
    }

    @Override
    public void encode(T value, ByteWriter out) {
        serializer().encode(value, out);
    }

    @Override
    @SuppressWarnings("unchecked")
    public T decode(ByteReader in) {
        return (T) serializer().decode(in);
    }

    private ForySerializer serializer() {
        ForySerializer existing = serializer;
        if (existing == null) {
            existing = new ForySerializer(scope);
            serializer = existing;
        }
        return existing;
    }

    @Override
    public String fingerprint() {
        return scope.fingerprint();
    }

    @Override
    public Codec<T> duplicate() {
        return new ForyCodec<>(scope);
    }
}
