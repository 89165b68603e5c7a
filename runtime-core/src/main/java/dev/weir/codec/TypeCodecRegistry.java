package dev.weir.codec;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The registry: the user's codecs first, then the built-in ones, then Fory. */
final class TypeCodecRegistry implements CodecRegistry {
    private final List<Class<?>> registered;
    private final Map<Class<?>, Codec<?>> userCodecs;

    TypeCodecRegistry(Collection<Class<?>> registered, Map<Class<?>, Codec<?>> userCodecs) {
        this.registered = List.copyOf(registered);
        this.userCodecs = Map.copyOf(userCodecs);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> Codec<T> codec(Type type) {
        return (Codec<T>) valueCodec(type);
    }

    private Codec<?> valueCodec(Type type) {
        Class<?> raw = GenericTypes.raw(type);
        Codec<?> plain = plainCodec(raw);
        if (plain != null) {
            return plain;
        }
        if (raw.isRecord() && !containsItself(raw)) {
            return recordCodec(type, this::valueCodec);
        }
        return new ForyCodec<>(ForyScope.of(type, registered, true));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <K> Codec<K> keyCodec(Type type) {
        return (Codec<K>) canonicalCodec(type);
    }

    private Codec<?> canonicalCodec(Type type) {
        Class<?> raw = GenericTypes.raw(type);
        KeyRules.requireNeitherArrayNorUnordered(raw);
        Codec<?> plain = plainCodec(raw);
        if (plain != null) {
            return plain;
        }
        if (List.class.isAssignableFrom(raw)) {
            List<Type> arguments = GenericTypes.arguments(type);
            if (raw != List.class || arguments.isEmpty()) {
                throw KeyRules.refusal(raw, "the type of its elements is unknown", "state the key's type, List<X>");
            }
            return new ListCodec(untyped(canonicalCodec(arguments.get(0))));
        }
        if (KeyRules.isOpen(type)) {
            throw KeyRules.refusal(raw, "it does not say how keys look", "state the key's own class");
        }
        if (raw.isRecord()) {
            if (containsItself(raw)) {
                throw KeyRules.refusal(raw, "the record contains itself", "key by a part of it");
            }
            return recordCodec(type, this::canonicalCodec);
        }
        KeyRules.requireOwnHashCode(raw);
        return new ForyCodec<>(ForyScope.of(type, registered, false));
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private @Nullable Codec<?> plainCodec(Class<?> type) {
        Codec<?> ofUser = userCodecs.get(type);
        if (ofUser != null) {
            return ofUser.duplicate();
        }
        Codec<?> scalar = ScalarCodecs.find(type);
        if (scalar != null) {
            return scalar;
        }
        return type.isEnum() ? new EnumCodec(type) : null;
    }

    private static Codec<?> recordCodec(Type type, Function<Type, Codec<?>> codecs) {
        Class<?> raw = GenericTypes.raw(type);
        List<RecordComponentCodec> components = new ArrayList<>();
        for (RecordComponent component : raw.getRecordComponents()) {
            Type componentType = GenericTypes.in(type, component.getGenericType());
            components.add(new RecordComponentCodec(component, untyped(codecs.apply(componentType))));
        }
        return new RecordCodec<>(raw, components);
    }

    private boolean containsItself(Class<?> record) {
        Set<Class<?>> seen = new HashSet<>();
        List<Class<?>> open = new ArrayList<>(List.of(record));
        while (!open.isEmpty()) {
            for (RecordComponent component : open.remove(open.size() - 1).getRecordComponents()) {
                Class<?> type = component.getType();
                if (type == record) {
                    return true;
                }
                if (type.isRecord() && !userCodecs.containsKey(type) && seen.add(type)) {
                    open.add(type);
                }
            }
        }
        return false;
    }

    @SuppressWarnings("unchecked")
    private static Codec<Object> untyped(Codec<?> codec) {
        return (Codec<Object>) codec;
    }
}
