package dev.weir.state;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import dev.weir.codec.StableHash;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The key that reads and writes concern: its bytes, hash and group, computed once. The key itself is not kept but decoded
 * when asked for, because storing a young object in an old one for each record is what makes G1 slow.
 *
 * <p>A lambda may leave the keys' type open. Then the class of the first key, or the one named by a restored file,
 * decides how keys are encoded.
 */
final class CurrentKey {
    private final CodecRegistry registry;
    private final int maxParallelism;
    private final int firstGroup;
    private final int endGroup;
    private final ToIntFunction<Object> stableHash;
    private final ByteWriter bytes = new ByteWriter();
    private final ByteReader reader = new ByteReader(new byte[0]);

    private @Nullable Codec<Object> codec;
    private @Nullable KeyFormat format;
    private int hash;
    private int group;
    private long version;
    private boolean set;

    CurrentKey(CodecRegistry registry, Type type, int maxParallelism, int firstGroup, int endGroup) {
        this.registry = registry;
        this.maxParallelism = maxParallelism;
        this.firstGroup = firstGroup;
        this.endGroup = endGroup;
        this.stableHash = StableHash.of(type);
        if (!StableHash.isOpen(type)) {
            bind(type);
        }
    }

    void set(Object key) {
        if (key == null) {
            throw new WeirException(
                    ErrorCode.INVALID_DATA,
                    "Cannot key a record: its key is null; give it a key, or filter such records out before");
        }
        Codec<Object> keyCodec = codec;
        if (keyCodec == null) {
            keyCodec = bind(key instanceof Enum<?> constant ? constant.getDeclaringClass() : key.getClass());
        }
        bytes.clear();
        encode(key, keyCodec);
        hash = ByteHash.of(bytes.array(), 0, bytes.size());
        group = KeyGroups.groupOf(stableHash.applyAsInt(key), maxParallelism);
        set = true;
        version++;
        if (group < firstGroup || group >= endGroup) {
            throw new WeirException(
                    ErrorCode.INTERNAL,
                    "Cannot set the current key: its key group belongs to another subtask: group " + group + ", not in "
                            + firstGroup + ".." + (endGroup - 1)
                            + "; check that equal records give equal keys, always");
        }
    }

    private void encode(Object key, Codec<Object> keyCodec) {
        try {
            keyCodec.encode(key, bytes);
        } catch (ClassCastException e) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot key by class " + key.getClass().getName() + ": the keys before were of another class: "
                            + requireFormat().className() + "; give the keys one class",
                    e);
        }
    }

    /** Sets a key by its bytes. */
    void set(byte[] source, int offset, int length, int keyGroup) {
        bytes.clear();
        bytes.writeBytes(source, offset, length);
        hash = ByteHash.of(source, offset, length);
        group = keyGroup;
        set = true;
        version++;
    }

    /** The key as an object, decoded from its bytes. */
    Object object() {
        require();
        return decode(bytes.array(), 0, bytes.size());
    }

    private Object decode(byte[] source, int offset, int length) {
        return boundCodec().decode(reader.reset(source, offset, length));
    }

    private Codec<Object> boundCodec() {
        Codec<Object> bound = codec;
        return bound == null ? bind(classOf(requireFormat())) : bound;
    }

    private static Class<?> classOf(KeyFormat restored) {
        try {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            return Class.forName(restored.className(), false, loader);
        } catch (ClassNotFoundException e) {
            throw new WeirException(
                    ErrorCode.STATE_INCOMPATIBLE,
                    "Cannot restore keyed state: the class of its keys is missing: " + restored.className()
                            + "; put it back on the class path",
                    e);
        }
    }

    private Codec<Object> bind(Type keyType) {
        Codec<Object> found = registry.keyCodec(keyType);
        Type raw = keyType instanceof ParameterizedType parameterized ? parameterized.getRawType() : keyType;
        KeyFormat known = format;
        if (known != null) {
            requireEqual(known.fingerprint(), found.fingerprint());
        }
        ValueFormat checked = ValueFormat.of(found);
        format = new KeyFormat(checked.fingerprint(), checked.width(), raw.getTypeName());
        codec = found;
        return found;
    }

    /** Takes over the format of a restored file; refuses it if it differs from the job's. */
    void restored(KeyFormat ofFile) {
        KeyFormat known = format;
        if (known == null) {
            format = ofFile;
        } else {
            requireEqual(ofFile.fingerprint(), known.fingerprint());
        }
    }

    private static void requireEqual(String ofFile, String ofJob) {
        if (!ofFile.equals(ofJob)) {
            throw new WeirException(
                    ErrorCode.STATE_INCOMPATIBLE,
                    "Cannot restore keyed state: the keys' format differs: the checkpoint has " + ofFile
                            + ", the job has " + ofJob
                            + "; restore the key's type, or give the operator a new uid to start without state");
        }
    }

    private KeyFormat requireFormat() {
        KeyFormat known = format;
        if (known == null) {
            throw missing();
        }
        return known;
    }

    /** How keys are encoded, or null while no key was ever seen. */
    @Nullable
    KeyFormat format() {
        return format;
    }

    /** The width of keys; to be called when there is a key only. */
    int width() {
        return requireFormat().width();
    }

    /** Makes sure that there is a current key. */
    void require() {
        if (!set) {
            throw missing();
        }
    }

    private static WeirException missing() {
        return new WeirException(
                ErrorCode.INVALID_JOB,
                "Cannot use keyed state: there is no current key; use it while a record or a timer is processed only");
    }

    byte[] bytes() {
        return bytes.array();
    }

    int length() {
        return bytes.size();
    }

    int hash() {
        return hash;
    }

    int group() {
        return group;
    }

    /** Differs from before whenever another key was set or slots may have moved. */
    long version() {
        return version;
    }

    void slotsMoved() {
        version++;
    }

    int maxParallelism() {
        return maxParallelism;
    }

    int firstGroup() {
        return firstGroup;
    }

    int endGroup() {
        return endGroup;
    }
}
