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
    /** The announced keys behind each other, or the current key alone. */
    private final ByteWriter bytes = new ByteWriter();

    private final AnnouncedKeys announced = new AnnouncedKeys();
    private final ByteReader reader = new ByteReader(new byte[0]);

    private @Nullable Codec<Object> codec;
    private @Nullable KeyFormat format;
    private int offset;
    private int length;
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
        int start = append(key);
        int size = bytes.size() - start;
        set(start, size, ByteHash.of(bytes.array(), start, size), groupOf(key));
    }

    /** Encodes and hashes a key that {@link #next} will make the current one. */
    void announce(Object key) {
        int start = append(key);
        int size = bytes.size() - start;
        announced.add(start, size, ByteHash.of(bytes.array(), start, size), groupOf(key));
    }

    AnnouncedKeys announced() {
        return announced;
    }

    /** Makes the next announced key the current one. */
    void next() {
        announced.next();
        set(announced.start(), announced.length(), announced.hash(), announced.group());
    }

    private void set(int newOffset, int newLength, int newHash, int newGroup) {
        offset = newOffset;
        length = newLength;
        hash = newHash;
        group = newGroup;
        set = true;
        version++;
    }

    /** Encodes a key behind those that are announced; returns where it begins. */
    private int append(Object key) {
        if (key == null) {
            throw new WeirException(
                    ErrorCode.INVALID_DATA,
                    "Cannot key a record: its key is null; give it a key, or filter such records out before");
        }
        Codec<Object> keyCodec = codec;
        if (keyCodec == null) {
            keyCodec = bind(key instanceof Enum<?> constant ? constant.getDeclaringClass() : key.getClass());
        }
        if (announced.isEmpty()) {
            bytes.clear();
        }
        int start = bytes.size();
        encode(key, keyCodec);
        return start;
    }

    private int groupOf(Object key) {
        int found = KeyGroups.groupOf(stableHash.applyAsInt(key), maxParallelism);
        if (found < firstGroup || found >= endGroup) {
            throw new WeirException(
                    ErrorCode.INTERNAL,
                    "Cannot set the current key: its key group belongs to another subtask: group " + found + ", not in "
                            + firstGroup + ".." + (endGroup - 1)
                            + "; check that equal records give equal keys, always");
        }
        return found;
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
    void set(byte[] source, int start, int size, int keyGroup) {
        if (announced.isEmpty()) {
            bytes.clear();
        }
        int copy = bytes.size();
        bytes.writeBytes(source, start, size);
        set(copy, size, ByteHash.of(source, start, size), keyGroup);
    }

    /** The key as an object, decoded from its bytes. */
    Object object() {
        require();
        return boundCodec().decode(reader.reset(bytes.array(), offset, length));
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

    /** Where the key begins in {@link #bytes()}. */
    int offset() {
        return offset;
    }

    int length() {
        return length;
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
