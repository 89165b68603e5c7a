package dev.weir.codec;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.function.Function;

/** Reads a record's components and makes records, at the speed of compiled code and for private records too. */
final class RecordAccess {
    private RecordAccess() {}

    /** The component's accessor; primitives are boxed. */
    @SuppressWarnings("unchecked")
    static Function<Object, Object> reader(RecordComponent component) {
        Class<?> type = component.getDeclaringRecord();
        try {
            Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            MethodHandle accessor = lookup.unreflect(component.getAccessor());
            MethodType boxed = accessor.type().wrap().changeParameterType(0, type);
            return (Function<Object, Object>) LambdaMetafactory.metafactory(
                            lookup,
                            "apply",
                            MethodType.methodType(Function.class),
                            MethodType.genericMethodType(1),
                            accessor,
                            boxed)
                    .getTarget()
                    .invoke();
        } catch (Throwable e) {
            throw closed(type, e);
        }
    }

    /** The canonical constructor, as a handle from {@code Object[]} to {@code Object}. */
    static MethodHandle constructor(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                    .findConstructor(type, MethodType.methodType(void.class, types))
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw closed(type, e);
        }
    }

    private static WeirException closed(Class<?> type, Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return new WeirException(
                ErrorCode.INVALID_JOB,
                "Cannot encode record " + type.getName() + ": its package is closed to Weir: module "
                        + type.getModule().getName() + "; add 'opens " + type.getPackageName()
                        + " to dev.weir' to module-info, or register a codec of your own",
                cause);
    }
}
