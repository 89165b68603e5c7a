package dev.weir.codec;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Hashes keys to the same number in every JVM: strings, numbers and times by their specified {@code hashCode}, enums by
 * name, records and lists by their parts as {@link List#hashCode} combines them, other classes by a {@code hashCode} of
 * their own. A key's group follows from it, so a number that changed with a restart would lose the key's state.
 *
 * <p><b>Threading:</b> the functions may be shared.
 */
public final class StableHash {
    private StableHash() {}

    /**
     * The hash of keys of a type. When the type does not say the keys' class ({@link #isOpen}), each key's own class
     * decides; both ways give the same numbers.
     *
     * @throws dev.weir.error.WeirException with {@code INVALID_JOB} when keys of this type have no stable hash; for an
     *     open type when the first such key is hashed
     */
    @SuppressWarnings("unchecked")
    public static <K> ToIntFunction<K> of(Type keyType) {
        return (ToIntFunction<K>) find(keyType);
    }

    /**
     * Whether the type does not say which class keys are of: {@code Object}, an interface, an abstract class, or a type
     * variable that a lambda left open.
     */
    public static boolean isOpen(Type keyType) {
        return KeyRules.isOpen(keyType);
    }

    private static ToIntFunction<Object> find(Type type) {
        Class<?> raw = GenericTypes.raw(type);
        KeyRules.requireNeitherArrayNorUnordered(raw);
        if (raw == Long.class) {
            return key -> ((Long) key).hashCode();
        }
        if (raw == String.class) {
            return key -> ((String) key).hashCode();
        }
        if (List.class.isAssignableFrom(raw)) {
            List<Type> arguments = GenericTypes.arguments(type);
            ToIntFunction<Object> element = find(arguments.size() == 1 ? arguments.get(0) : Object.class);
            return list -> ofList((List<?>) list, element);
        }
        if (KeyRules.isOpen(type)) {
            return new ByOwnClass();
        }
        if (Enum.class.isAssignableFrom(raw)) {
            return key -> ((Enum<?>) key).name().hashCode();
        }
        if (raw.isRecord()) {
            return ofRecord(type, raw);
        }
        KeyRules.requireOwnHashCode(raw);
        return Object::hashCode;
    }

    private static int ofList(List<?> list, ToIntFunction<Object> element) {
        int hash = 1;
        for (Object each : list) {
            hash = 31 * hash + ofPart(each, element);
        }
        return hash;
    }

    private static int ofPart(@Nullable Object part, ToIntFunction<Object> hash) {
        return part == null ? 0 : hash.applyAsInt(part);
    }

    private static ToIntFunction<Object> ofRecord(Type type, Class<?> raw) {
        RecordComponent[] components = raw.getRecordComponents();
        List<Part> parts = java.util.Arrays.stream(components)
                .map(each -> Part.of(type, each))
                .toList();
        return key -> {
            int hash = 1;
            for (Part part : parts) {
                hash = 31 * hash + ofPart(part.reader.apply(key), part.hash);
            }
            return hash;
        };
    }

    private record Part(Function<Object, Object> reader, ToIntFunction<Object> hash) {
        static Part of(Type owner, RecordComponent component) {
            Type type = GenericTypes.in(owner, component.getGenericType());
            // A record may contain itself; by their own class such parts are found without end of this recursion.
            ToIntFunction<Object> hash = GenericTypes.raw(type).isRecord() ? new ByOwnClass() : find(type);
            return new Part(RecordAccess.reader(component), hash);
        }
    }

    /** Looks at each key's class; remembers what it found, in an array that is replaced as a whole. */
    private static final class ByOwnClass implements ToIntFunction<Object> {
        private record Known(Class<?> type, ToIntFunction<Object> hash) {}

        private Known[] known = {};

        @Override
        public int applyAsInt(Object key) {
            Class<?> type = key.getClass();
            for (Known each : known) {
                if (each.type == type) {
                    return each.hash.applyAsInt(key);
                }
            }
            return learn(type).applyAsInt(key);
        }

        private ToIntFunction<Object> learn(Class<?> type) {
            ToIntFunction<Object> hash = find(type);
            Known[] before = known;
            Known[] after = java.util.Arrays.copyOf(before, before.length + 1);
            after[before.length] = new Known(type, hash);
            known = after;
            return hash;
        }
    }
}
