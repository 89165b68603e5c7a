package dev.weir.codec;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.fory.Fory;
import org.apache.fory.memory.MemoryBuffer;
import org.apache.fory.resolver.TypeResolver;

/** One Fory and its buffer; the only class that knows Fory. */
final class ForySerializer {
    private static final Pattern NOT_REGISTERED = Pattern.compile("class (\\S+) is not registered");
    private static final int MAX_DEPTH = 1000;

    private final ForyScope scope;
    private final Fory fory;
    private final MemoryBuffer buffer = MemoryBuffer.newHeapBuffer(256);

    ForySerializer(ForyScope scope) {
        this.scope = scope;
        // Limits on size protect against bytes from strangers; these come from a checksummed file of our own, and a
        // value that could be written must be readable.
        fory = Fory.builder()
                .withXlang(false)
                .requireClassRegistration(true)
                .withCompatible(false)
                .withClassVersionCheck(true)
                .withRefTracking(scope.references())
                .serializeEnumByName(true)
                .withAsyncCompilation(false)
                .withMaxDepth(MAX_DEPTH)
                .withMaxGraphMemoryBytes(Long.MAX_VALUE)
                .withMaxUnbackedContainerItems(Integer.MAX_VALUE)
                .build();
        TypeResolver resolver = fory.getTypeResolver();
        scope.allowed().forEach((number, type) -> {
            if (!resolver.isRegistered(type)) {
                fory.register(type, number);
            }
        });
    }

    void encode(Object value, ByteWriter out) {
        buffer.writerIndex(0);
        try {
            fory.serialize(buffer, value);
        } catch (RuntimeException e) {
            throw cannotEncode(value, e);
        }
        out.writeBytes(buffer.getHeapMemory(), 0, buffer.writerIndex());
    }

    private WeirException cannotEncode(Object value, RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Matcher matcher = NOT_REGISTERED.matcher(String.valueOf(cause.getMessage()));
            if (matcher.find()) {
                String name = matcher.group(1);
                return new WeirException(
                        ErrorCode.INVALID_JOB,
                        "Cannot encode a value of " + scope.raw().getName() + ": a class is not allowed: " + name
                                + "; register it with JobOptions.registerType("
                                + name.substring(name.lastIndexOf('.') + 1).replace('$', '.') + ".class)",
                        failure);
            }
        }
        return new WeirException(
                ErrorCode.INVALID_DATA,
                "Cannot encode a value of " + scope.raw().getName() + ": Fory cannot write it: class "
                        + value.getClass().getName() + "; give it a codec of its own",
                failure);
    }

    Object decode(ByteReader in) {
        Object value;
        try {
            value = fory.deserialize(MemoryBuffer.fromByteArray(in.array(), in.position(), in.remaining()));
        } catch (RuntimeException e) {
            throw new WeirException(
                    ErrorCode.INVALID_DATA,
                    "Cannot decode a value of " + scope.raw().getName()
                            + ": its bytes are damaged or name a class that is not allowed: " + in.remaining()
                            + " bytes; register every class that state holds with JobOptions.registerType",
                    e);
        }
        if (!scope.raw().isInstance(value)) {
            throw new WeirException(
                    ErrorCode.INVALID_DATA,
                    "Cannot decode a value of " + scope.raw().getName() + ": its bytes hold another class: "
                            + (value == null ? "null" : value.getClass().getName()));
        }
        in.skip(in.remaining());
        return value;
    }
}
