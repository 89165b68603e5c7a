package dev.weir.codec;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/** Which types may be keys: those whose hash and bytes follow from the value alone, in every JVM. */
final class KeyRules {
    private KeyRules() {}

    /** Whether the type alone does not say which class the keys are of. */
    static boolean isOpen(Type type) {
        Class<?> raw = GenericTypes.raw(type);
        boolean list = raw == List.class && !GenericTypes.arguments(type).isEmpty();
        return !list
                && !raw.isArray()
                && !raw.isPrimitive()
                && !isUnordered(raw)
                && (raw == Object.class
                        || raw.isInterface()
                        || (Modifier.isAbstract(raw.getModifiers()) && !raw.isEnum()));
    }

    /** Refuses what can be a key in no way, whatever it holds. */
    static void requireNeitherArrayNorUnordered(Class<?> type) {
        if (type.isArray()) {
            throw refusal(type, "an array has no hashCode of its own", "use a List or a record instead");
        }
        if (isUnordered(type)) {
            throw refusal(type, "its elements have no fixed order", "use a sorted List or a record instead");
        }
    }

    private static boolean isUnordered(Class<?> type) {
        return Map.class.isAssignableFrom(type)
                || BaseStream.class.isAssignableFrom(type)
                || (Collection.class.isAssignableFrom(type) && !List.class.isAssignableFrom(type));
    }

    /** Accepts a class that is neither scalar, enum, record nor list, if its own hashCode can be relied on. */
    static void requireOwnHashCode(Class<?> type) {
        requireOwnHashCode(type, type, new HashSet<>());
    }

    private static void requireOwnHashCode(Class<?> key, Class<?> type, Set<Class<?>> seen) {
        if (!seen.add(type) || type.isPrimitive() || (ScalarCodecs.find(type) != null && !type.isArray())) {
            return;
        }
        if (type.isEnum()) {
            throw refusal(
                    key, "its hashCode may use that of an enum, which differs in every JVM", type, "make it a record");
        }
        if (type.isArray() || type.isInterface() || Collection.class.isAssignableFrom(type) || isUnordered(type)) {
            throw refusal(key, "equal keys may differ in bytes by a field", type, "make it a record");
        }
        if (!type.isRecord() && !overridesHashCode(type)) {
            throw refusal(
                    key, "it has no hashCode of its own", type, "make it a record, or override equals and hashCode");
        }
        if (!ReachableTypes.ofPlatform(type)) {
            for (Class<?> level = type; level != null && level != Object.class; level = level.getSuperclass()) {
                for (Field field : level.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                        requireOwnHashCode(key, field.getType(), seen);
                    }
                }
            }
        }
    }

    private static boolean overridesHashCode(Class<?> type) {
        try {
            return type.getMethod("hashCode").getDeclaringClass() != Object.class
                    && type.getMethod("equals", Object.class).getDeclaringClass() != Object.class;
        } catch (NoSuchMethodException e) {
            throw new AssertionError("every class has equals and hashCode", e);
        }
    }

    static WeirException refusal(Class<?> key, String reason, String remedy) {
        return refusal(key, reason, null, remedy);
    }

    private static WeirException refusal(Class<?> key, String reason, @Nullable Class<?> culprit, String remedy) {
        String detail = culprit == null || culprit == key ? "" : ": " + culprit.getTypeName();
        return new WeirException(
                ErrorCode.INVALID_JOB,
                "Cannot key by class " + key.getTypeName() + ": " + reason + detail + "; " + remedy);
    }
}
