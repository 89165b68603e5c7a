package dev.weir;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Follows type arguments up from a class to one of its supertypes. */
final class SuperTypes {
    private SuperTypes() {}

    /** The argument that {@code type} gives to the parameter of {@code target}, or {@code Object.class}. */
    static Type argument(Class<?> type, Class<?> target, int parameter) {
        Type found = find(type, target, new HashMap<>());
        if (found instanceof ParameterizedType generic) {
            return closed(generic.getActualTypeArguments()[parameter]);
        }
        return Object.class;
    }

    /** The type itself if it leaves nothing open, else its class; {@code Object.class} for a variable. */
    static Type closed(Type type) {
        if (type instanceof WildcardType wildcard) {
            return closed(wildcard.getUpperBounds()[0]);
        }
        if (type instanceof ParameterizedType generic) {
            boolean isClosed = Arrays.stream(generic.getActualTypeArguments()).noneMatch(SuperTypes::isOpen);
            return isClosed ? generic : generic.getRawType();
        }
        if (type instanceof GenericArrayType array) {
            Type component = closed(array.getGenericComponentType());
            Type raw = component instanceof ParameterizedType generic ? generic.getRawType() : component;
            return raw instanceof Class<?> c ? c.arrayType() : Object[].class;
        }
        return type instanceof Class<?> ? type : Object.class;
    }

    private static boolean isOpen(Type type) {
        return type instanceof TypeVariable<?>
                || (type instanceof ParameterizedType generic
                        && Arrays.stream(generic.getActualTypeArguments()).anyMatch(SuperTypes::isOpen))
                || (type instanceof GenericArrayType array && isOpen(array.getGenericComponentType()));
    }

    /** The target as {@code type} sees it, with the variables that are bound on the way put in. */
    private static @Nullable Type find(Type type, Class<?> target, Map<TypeVariable<?>, Type> bindings) {
        Class<?> raw = type instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : (Class<?>) type;
        if (type instanceof ParameterizedType generic) {
            TypeVariable<?>[] variables = raw.getTypeParameters();
            for (int i = 0; i < variables.length; i++) {
                bindings.put(variables[i], bound(generic.getActualTypeArguments()[i], bindings));
            }
        }
        if (raw == target) {
            return bound(type, bindings);
        }
        for (Type above : raw.getGenericInterfaces()) {
            Type found = find(above, target, bindings);
            if (found != null) {
                return found;
            }
        }
        Type superclass = raw.getGenericSuperclass();
        return superclass == null ? null : find(superclass, target, bindings);
    }

    private static Type bound(Type type, Map<TypeVariable<?>, Type> bindings) {
        if (type instanceof TypeVariable<?> variable) {
            return bindings.getOrDefault(variable, variable);
        }
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = Arrays.stream(generic.getActualTypeArguments())
                    .map(argument -> bound(argument, bindings))
                    .toArray(Type[]::new);
            return new BoundType((Class<?>) generic.getRawType(), arguments, generic.getOwnerType());
        }
        return type;
    }
}
