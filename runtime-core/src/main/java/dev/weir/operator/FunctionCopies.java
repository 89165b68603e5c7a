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
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gives each subtask of each attempt its own copy of a user's function, as it was when the job was written. Lambdas are
 * shared: they have no fields that could change.
 *
 * <p><b>Threading:</b> safe from any thread.
 */
public final class FunctionCopies<F extends Serializable> {
    private final F original;
    /** The function in Java's serialised form, or null for a lambda. */
    private final byte @Nullable [] bytes;

    private FunctionCopies(F original, byte @Nullable [] bytes) {
        this.original = original;
        this.bytes = bytes;
    }

    /**
     * @throws WeirException {@code INVALID_JOB} when the function is neither a lambda nor serializable
     */
    public static <F extends Serializable> FunctionCopies<F> of(F function) {
        boolean isLambda = function.getClass().isHidden();
        return new FunctionCopies<>(function, isLambda ? null : serialized(function));
    }

    /** A copy that nobody else has; of a lambda, the lambda. */
    public F next() {
        return bytes == null ? original : deserialized(bytes);
    }

    private static byte[] serialized(Serializable function) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(function);
        } catch (NotSerializableException e) {
            throw notSerializable(function, e);
        } catch (IOException | RuntimeException e) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot copy function " + function.getClass().getName() + " for each subtask: " + e
                            + "; make it serializable by Java's rules, or a lambda",
                    e);
        }
        return bytes.toByteArray();
    }

    private static WeirException notSerializable(Serializable function, NotSerializableException cause) {
        Class<?> type = function.getClass();
        String culprit = String.valueOf(cause.getMessage());
        Class<?> outer = type.getEnclosingClass();
        boolean capturesOuter = outer != null
                && !Modifier.isStatic(type.getModifiers())
                && outer.getName().equals(culprit);
        String remedy = capturesOuter
                ? "the function is an inner class of it: make the function a lambda, or a static or top-level class"
                : "make " + culprit + " implement java.io.Serializable, or the field that holds it transient";
        return new WeirException(
                ErrorCode.INVALID_JOB,
                "Cannot copy function " + type.getName() + " for each subtask: not serializable: " + held(type, culprit)
                        + "; " + remedy,
                cause);
    }

    /** Names the class, and the field where it is one of the function's own. */
    private static String held(Class<?> type, String culprit) {
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            String field = Arrays.stream(c.getDeclaredFields())
                    .filter(f -> f.getType().getName().equals(culprit))
                    .filter(f -> !Modifier.isStatic(f.getModifiers()) && !Modifier.isTransient(f.getModifiers()))
                    .filter(f -> !f.isSynthetic())
                    .map(f -> f.getName())
                    .findFirst()
                    .orElse("");
            if (!field.isEmpty()) {
                return culprit + " in field '" + field + "'";
            }
        }
        return culprit;
    }

    @SuppressWarnings("unchecked")
    private F deserialized(byte[] form) {
        try (ObjectInputStream in = new InputOfLoader(
                new ByteArrayInputStream(form), original.getClass().getClassLoader())) {
            return (F) in.readObject();
        } catch (IOException | ClassNotFoundException | RuntimeException e) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot copy function " + original.getClass().getName() + " for a subtask: " + e
                            + "; make it serializable by Java's rules, or a lambda",
                    e);
        }
    }

    /** Finds classes where the function's class comes from, which need not be where Weir's comes from. */
    private static final class InputOfLoader extends ObjectInputStream {
        private final @Nullable ClassLoader loader;

        InputOfLoader(InputStream in, @Nullable ClassLoader loader) throws IOException {
            super(in);
            this.loader = loader;
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(description.getName(), false, loader);
            } catch (ClassNotFoundException e) {
                return super.resolveClass(description);
            }
        }
    }
}
