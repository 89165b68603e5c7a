package dev.weir.codec;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;

/**
 * Finds the codec of a type. Built in: boxed primitives, strings, byte arrays, enums, and records of such (fixed width
 * where all components are). Everything else goes through Fory with an allow-list: the classes that the job names, and
 * those reachable from them by fields, components and type arguments; bytes that name another class are refused.
 *
 * <p><b>Threading:</b> immutable after construction; the codecs that it returns are for one thread each.
 */
public interface CodecRegistry {
    /**
     * A registry of the built-in codecs.
     *
     * @param registered classes that may occur inside values of other types, such as the implementations of an interface
     * @param userCodecs codecs that replace the built-in ones for exactly these classes; used for keys too, in which case
     *     equal keys must encode to equal bytes
     */
    static CodecRegistry of(Collection<Class<?>> registered, Map<Class<?>, Codec<?>> userCodecs) {
        return new TypeCodecRegistry(registered, userCodecs);
    }

    /** The codec of a type; its class counts as allowed. */
    <T> Codec<T> codec(Type type);

    /**
     * The codec of a key: equal keys give equal bytes in every JVM. Refuses arrays, unordered collections and classes
     * without a {@code hashCode} of their own.
     *
     * @throws dev.weir.error.WeirException with {@code INVALID_JOB}
     */
    <K> Codec<K> keyCodec(Type type);
}
