package dev.weir.codec;

/**
 * Turns values of one type into bytes and back. State, segments and split positions are kept with it.
 *
 * <p>Two equal values must encode to equal bytes if the codec is used for keys. {@link #fingerprint()} names the format:
 * a checkpoint whose fingerprint differs from the job's is refused before anything is read with the wrong codec.
 *
 * <p><b>Threading:</b> one instance is used by one thread at a time; {@link #duplicate()} makes another one for another
 * thread (a stateless codec returns itself).
 *
 * @param <T> the values' type; never null
 */
public interface Codec<T> {
    /** The number of bytes of every encoded value, or {@link #VARIABLE}. */
    int VARIABLE = -1;

    /** Appends the value's bytes. */
    void encode(T value, ByteWriter out);

    /** Reads one value; the reader's limit is the end of the value when {@link #width()} is {@link #VARIABLE}. */
    T decode(ByteReader in);

    /** The fixed width in bytes, or {@link #VARIABLE}. */
    default int width() {
        return VARIABLE;
    }

    /** Names the format, for example {@code long} or {@code record:com.shop.Order(id:long,total:double)}. */
    String fingerprint();

    /** An equal codec that another thread may use. */
    default Codec<T> duplicate() {
        return this;
    }
}
