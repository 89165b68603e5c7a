package dev.weir.operator;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives each subtask of each attempt its own copy of a user's function, as it was when the job was written. Lambdas are
 * shared: they have no fields that could change. So is the object around an inner class, unless it is serializable: an
 * anonymous class sees it as a lambda would.
 *
 * <p><b>Threading:</b> safe from any thread.
 */
public final class FunctionCopies<F extends Serializable> {
    private final F original;
    /** The function in Java's serialised form, or null for a lambda. */
    private final byte @Nullable [] form;

    private final List<Object> enclosing;

    private FunctionCopies(F original, byte @Nullable [] form, List<Object> enclosing) {
        this.original = original;
        this.form = form;
        this.enclosing = List.copyOf(enclosing);
    }

    /**
     * @throws WeirException {@code INVALID_JOB} when the function is neither a lambda nor serializable
     */
    public static <F extends Serializable> FunctionCopies<F> of(F function) {
        if (function.getClass().isHidden()) {
            return new FunctionCopies<>(function, null, List.of());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CopyOutput out = new CopyOutput(bytes, function.getClass())) {
            out.writeObject(function);
            out.flush();
            return new FunctionCopies<>(function, bytes.toByteArray(), out.enclosing);
        } catch (NotSerializableException e) {
            throw notSerializable(function.getClass(), e);
        } catch (IOException | RuntimeException e) {
            throw failure(function.getClass(), "for each subtask", e);
        }
    }

    /** A copy that nobody else has; of a lambda, the lambda. */
    @SuppressWarnings("unchecked")
    public F next() {
        if (form == null) {
            return original;
        }
        try (CopyInput in = new CopyInput(new ByteArrayInputStream(form), original.getClass(), enclosing)) {
            return (F) in.readObject();
        } catch (IOException | ClassNotFoundException | RuntimeException e) {
            throw failure(original.getClass(), "for a subtask", e);
        }
    }

    private static WeirException failure(Class<?> type, String purpose, Exception cause) {
        return new WeirException(
                ErrorCode.INVALID_JOB,
                "Cannot copy function " + type.getName() + " " + purpose + ": " + cause
                        + "; make it serializable by Java's rules, or a lambda",
                cause);
    }

    private static WeirException notSerializable(Class<?> type, NotSerializableException cause) {
        String culprit = String.valueOf(cause.getMessage());
        return new WeirException(
                ErrorCode.INVALID_JOB,
                "Cannot copy function " + type.getName() + " for each subtask: not serializable: " + culprit
                        + whereHeld(type, culprit) + "; make " + culprit
                        + " implement java.io.Serializable, or the field that holds it transient",
                cause);
    }

    /** Names the field or captured variable of this class, where it is the function's own. */
    private static String whereHeld(Class<?> type, String culprit) {
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            Optional<String> field = Arrays.stream(c.getDeclaredFields())
                    .filter(f -> f.getType().getName().equals(culprit))
                    .filter(f -> !Modifier.isStatic(f.getModifiers()) && !Modifier.isTransient(f.getModifiers()))
                    .map(Field::getName)
                    .findFirst();
            if (field.isPresent()) {
                String name = field.get();
                return name.startsWith("val$")
                        ? " in variable '" + name.substring("val$".length()) + "'"
                        : " in field '" + name + "'";
            }
        }
        return "";
    }

    /** Stands for an enclosing object. */
    private record Enclosing(int index) implements Serializable {}

    /** Takes out the enclosing objects. */
    private static final class CopyOutput extends ObjectOutputStream {
        private final Class<?> type;
        private final List<Object> enclosing = new ArrayList<>();

        CopyOutput(OutputStream out, Class<?> type) throws IOException {
            super(out);
            this.type = type;
            enableReplaceObject(true);
        }

        @Override
        protected Object replaceObject(Object object) {
            if (object instanceof Serializable || !isEnclosing(object)) {
                return object;
            }
            enclosing.add(object);
            return new Enclosing(enclosing.size() - 1);
        }

        private boolean isEnclosing(Object object) {
            for (Class<?> c = type.getEnclosingClass(); c != null; c = c.getEnclosingClass()) {
                if (c.isInstance(object)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Puts the enclosing objects in; finds classes where the function's class comes from, not where Weir's does. */
    private static final class CopyInput extends ObjectInputStream {
        private final Class<?> type;
        private final @Nullable ClassLoader loader;
        private final List<Object> enclosing;

        CopyInput(InputStream in, Class<?> type, List<Object> enclosing) throws IOException {
            super(in);
            this.type = type;
            this.loader = type.getClassLoader();
            this.enclosing = enclosing;
            enableResolveObject(true);
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            String name = description.getName();
            for (Class<?> c = type; c != null; c = c.getSuperclass()) {
                if (c.getName().equals(name)) {
                    return c;
                }
            }
            try {
                return Class.forName(name, false, loader);
            } catch (ClassNotFoundException e) {
                return super.resolveClass(description);
            }
        }

        @Override
        protected Object resolveObject(Object object) {
            return object instanceof Enclosing token ? enclosing.get(token.index()) : object;
        }
    }
}
