package dev.weir;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/** Which types cannot be keys, as far as it can be told before the first record. */
final class KeyTypes {
    private KeyTypes() {}

    static void check(Type type) {
        if (type instanceof GenericArrayType || (type instanceof Class<?> c && c.isArray())) {
            throw refused(
                    type,
                    "it is an array, and equal arrays have different hash codes",
                    "make the key a record, a String or a List");
        }
        Class<?> raw = type instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : (Class<?>) type;
        if (raw != Object.class && !raw.isInterface() && !hasOwnHashCode(raw)) {
            throw refused(
                    type,
                    "it has no hashCode of its own, so equal keys would not be found equal",
                    "make it a record, or override equals and hashCode");
        }
    }

    private static boolean hasOwnHashCode(Class<?> type) {
        try {
            return type.getMethod("hashCode").getDeclaringClass() != Object.class;
        } catch (NoSuchMethodException e) {
            throw new WeirException(ErrorCode.INTERNAL, "Cannot find hashCode of " + type.getName(), e);
        }
    }

    private static WeirException refused(Type type, String reason, String remedy) {
        return new WeirException(
                ErrorCode.INVALID_JOB, "Cannot key a stream by " + type.getTypeName() + ": " + reason + "; " + remedy);
    }
}
