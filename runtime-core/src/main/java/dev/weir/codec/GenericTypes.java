package dev.weir.codec;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Questions about a {@link Type}; a variable or wildcard that nothing binds counts as its first upper bound. */
final class GenericTypes {
    private GenericTypes() {}

    static Class<?> raw(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType parameterized) {
            return (Class<?>) parameterized.getRawType();
        }
        if (type instanceof GenericArrayType array) {
            return Array.newInstance(raw(array.getGenericComponentType()), 0).getClass();
        }
        if (type instanceof TypeVariable<?> variable) {
            return raw(variable.getBounds()[0]);
        }
        return raw(((WildcardType) type).getUpperBounds()[0]);
    }

    /** The type's own arguments; empty for a plain class. */
    static List<Type> arguments(Type type) {
        return type instanceof ParameterizedType parameterized
                ? List.of(parameterized.getActualTypeArguments())
                : List.of();
    }

    /** A member's type, as seen in {@code owner}: variables are replaced by the owner's arguments. */
    static Type in(Type owner, Type member) {
        List<Type> arguments = arguments(owner);
        if (arguments.isEmpty() || member instanceof Class<?>) {
            return member;
        }
        TypeVariable<?>[] variables = raw(owner).getTypeParameters();
        Map<TypeVariable<?>, Type> bound = new HashMap<>();
        for (int i = 0; i < variables.length; i++) {
            bound.put(variables[i], arguments.get(i));
        }
        return replace(member, bound);
    }

    private static Type replace(Type type, Map<TypeVariable<?>, Type> bound) {
        if (type instanceof TypeVariable<?> variable) {
            return bound.getOrDefault(variable, variable);
        }
        if (type instanceof ParameterizedType parameterized) {
            Type[] arguments = parameterized.getActualTypeArguments();
            Arrays.setAll(arguments, i -> replace(arguments[i], bound));
            return new Parameterized(raw(type), List.of(arguments));
        }
        return type;
    }

    /** The type in words that are the same in every JVM. */
    static String name(Type type) {
        List<Type> arguments = arguments(type);
        String plain = raw(type).getName();
        return arguments.isEmpty()
                ? plain
                : arguments.stream().map(GenericTypes::name).collect(Collectors.joining(",", plain + "<", ">"));
    }

    private record Parameterized(Class<?> raw, List<Type> arguments) implements ParameterizedType {
        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return raw.getDeclaringClass();
        }
    }
}
