package dev.weir;

import dev.weir.function.Collector;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a lambda or method reference: the erased types that the compiler inferred for it, and for a reference
 * to a method also that method's own declaration, which has type arguments.
 */
final class LambdaTypes {
    private final MethodType inferred;
    private final @Nullable Method referenced;

    private LambdaTypes(MethodType inferred, @Nullable Method referenced) {
        this.inferred = inferred;
        this.referenced = referenced;
    }

    /** Null if the function is an object of a class, or if nothing can be found. */
    static @Nullable LambdaTypes of(Serializable function) {
        if (!function.getClass().isHidden()) {
            return null;
        }
        SerializedLambda form = Form.of(function);
        if (form == null) {
            return null;
        }
        ClassLoader loader = function.getClass().getClassLoader();
        try {
            MethodType inferred = MethodType.fromMethodDescriptorString(form.getInstantiatedMethodType(), loader);
            return new LambdaTypes(inferred, referenced(form, loader));
        } catch (TypeNotPresentException e) {
            return null;
        }
    }

    Type returned() {
        Class<?> erased = inferred.returnType();
        return referenced == null ? erased : precise(referenced.getGenericReturnType(), erased);
    }

    /** What is given to the collector that is the last parameter. */
    Type collected() {
        if (referenced == null) {
            return Object.class;
        }
        Type[] parameters = referenced.getGenericParameterTypes();
        boolean takesCollector = parameters.length > 0
                && parameters[parameters.length - 1] instanceof ParameterizedType last
                && last.getRawType() == Collector.class;
        return takesCollector
                ? SuperTypes.closed(((ParameterizedType) parameters[parameters.length - 1]).getActualTypeArguments()[0])
                : Object.class;
    }

    /** The declared type where it says more than the inferred class. */
    private static Type precise(Type declared, Class<?> erased) {
        return declared instanceof ParameterizedType generic
                        && generic.getRawType() == erased
                        && SuperTypes.closed(generic) instanceof ParameterizedType closed
                ? closed
                : erased;
    }

    private static @Nullable Method referenced(SerializedLambda form, @Nullable ClassLoader loader) {
        if (form.getImplMethodKind() == MethodHandleInfo.REF_newInvokeSpecial) {
            return null;
        }
        try {
            Class<?> owner = Class.forName(form.getImplClass().replace('/', '.'), false, loader);
            MethodType signature = MethodType.fromMethodDescriptorString(form.getImplMethodSignature(), loader);
            Optional<Method> method = Arrays.stream(owner.getDeclaredMethods())
                    .filter(m -> m.getName().equals(form.getImplMethodName()) && !m.isSynthetic())
                    .filter(m -> m.getReturnType() == signature.returnType()
                            && Arrays.equals(m.getParameterTypes(), signature.parameterArray()))
                    .findFirst();
            return method.orElse(null);
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    /** Catches a lambda's serialised form on its way into a stream, without serialising what it captured. */
    private static final class Form extends ObjectOutputStream {
        private @Nullable SerializedLambda caught;

        private Form() throws IOException {
            super(OutputStream.nullOutputStream());
            enableReplaceObject(true);
        }

        static @Nullable SerializedLambda of(Serializable lambda) {
            try (Form form = new Form()) {
                form.writeObject(lambda);
                return form.caught;
            } catch (IOException | RuntimeException e) {
                return null;
            }
        }

        @Override
        protected Object replaceObject(Object object) {
            if (object instanceof SerializedLambda form) {
                caught = form;
                return "";
            }
            return object;
        }
    }
}
