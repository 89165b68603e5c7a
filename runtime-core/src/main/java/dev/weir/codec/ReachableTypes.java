package dev.weir.codec;

import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The classes that can be reached from types by fields, components, type arguments, superclasses and permitted
 * subclasses: what a value of those types may consist of. The platform's classes are reached but not entered.
 */
final class ReachableTypes {
    private final SortedMap<String, Class<?>> classes = new TreeMap<>();
    private final SortedMap<String, String> schemas = new TreeMap<>();
    private final Set<Type> seen = new HashSet<>();

    ReachableTypes add(Type type) {
        if (type instanceof GenericArrayType array) {
            return add(array.getGenericComponentType());
        }
        if (seen.add(type)) {
            enter(GenericTypes.raw(type));
            GenericTypes.arguments(type).forEach(this::add);
        }
        return this;
    }

    private void enter(Class<?> type) {
        if (type.isArray()) {
            add(type.getComponentType());
            return;
        }
        if (type.isPrimitive() || classes.containsKey(type.getName()) || type == Object.class) {
            return;
        }
        classes.put(type.getName(), type);
        if (!ofPlatform(type) && !type.isEnum()) {
            describe(type);
        }
    }

    private void describe(Class<?> type) {
        StringBuilder schema = new StringBuilder(type.getName());
        if (type.getGenericSuperclass() != null && type.getSuperclass() != Object.class) {
            schema.append(':').append(GenericTypes.name(type.getGenericSuperclass()));
            add(type.getGenericSuperclass());
        }
        Field[] fields = type.getDeclaredFields();
        Arrays.sort(fields, (a, b) -> a.getName().compareTo(b.getName()));
        for (Field field : fields) {
            if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                schema.append('|')
                        .append(field.getName())
                        .append(' ')
                        .append(GenericTypes.name(field.getGenericType()));
                add(field.getGenericType());
            }
        }
        schemas.put(type.getName(), schema.toString());
        if (type.isSealed()) {
            Arrays.stream(type.getPermittedSubclasses()).forEach(this::add);
        }
    }

    /** The classes whose instances may occur, by name. */
    Collection<Class<?>> classes() {
        return classes.values().stream()
                .filter(type -> type.isEnum() || !Modifier.isAbstract(type.getModifiers()))
                .toList();
    }

    /** A digest of the names and types of all fields. */
    String schemaHash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            schemas.values().forEach(schema -> digest.update((schema + "\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JVM has SHA-256", e);
        }
    }

    static boolean ofPlatform(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }
}
