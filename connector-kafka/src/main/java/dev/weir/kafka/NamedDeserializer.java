package dev.weir.kafka;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** A deserializer of Kafka that is known by the name of its class. */
final class NamedDeserializer<T> implements Supplier<Deserializer<? extends T>> {
    private final Constructor<?> constructor;

    private NamedDeserializer(Constructor<?> constructor) {
        this.constructor = constructor;
    }

    /** Fails now rather than in the running job. */
    static <T> NamedDeserializer<T> of(String className, Class<T> type) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = context == null ? type.getClassLoader() : context;
        try {
            Class<?> found = Class.forName(className, false, loader);
            if (!Deserializer.class.isAssignableFrom(found)) {
                throw refused(className, "it is no org.apache.kafka.common.serialization.Deserializer", null);
            }
            return new NamedDeserializer<>(found.getConstructor());
        } catch (ClassNotFoundException e) {
            throw refused(className, "it is not on the class path", e);
        } catch (NoSuchMethodException e) {
            throw refused(className, "it has no public constructor without parameters", e);
        } catch (LinkageError e) {
            throw refused(className, "something that it needs is not on the class path (" + e + ")", e);
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the user says what it makes
    public Deserializer<? extends T> get() {
        String className = constructor.getDeclaringClass().getName();
        try {
            return (Deserializer<? extends T>) constructor.newInstance();
        } catch (InvocationTargetException e) {
            throw refused(className, "its constructor failed (" + e.getCause() + ")", e);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw refused(className, e.toString(), e);
        }
    }

    private static WeirException refused(String className, String reason, @Nullable Throwable cause) {
        String message = "Cannot use a deserializer: " + reason + ": " + className
                + "; correct the name or add the library that has it";
        return cause == null
                ? new WeirException(ErrorCode.INVALID_JOB, message)
                : new WeirException(ErrorCode.INVALID_JOB, message, cause);
    }
}
