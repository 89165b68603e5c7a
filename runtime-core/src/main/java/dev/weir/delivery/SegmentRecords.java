package dev.weir.delivery;

import dev.weir.codec.ByteReader;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The records of a sealed unit, decoded one by one. When the last was read, their number and digest must be the unit's:
 * otherwise {@code CHECKPOINT_CORRUPT} is thrown, still inside the destination's transaction.
 */
final class SegmentRecords<T> implements Iterable<T> {
    private final SealedUnit sealed;
    private final RecordFraming<T> framing;
    private final SegmentStore store;

    SegmentRecords(SealedUnit sealed, RecordFraming<T> framing, SegmentStore store) {
        this.sealed = sealed;
        this.framing = framing;
        this.store = store;
    }

    @Override
    public Iterator<T> iterator() {
        return new Records(sealed.segment().chunks(store).iterator());
    }

    private final class Records implements Iterator<T> {
        private final Iterator<SegmentChunk> chunks;
        private final ByteReader reader = new ByteReader(new byte[0]);
        private long count;
        private long digest = sealed.digestBefore();

        Records(Iterator<SegmentChunk> chunks) {
            this.chunks = chunks;
            advance();
        }

        @Override
        public boolean hasNext() {
            return reader.remaining() > 0;
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int start = reader.position();
            T value = decode();
            digest = StreamPosition.digest(digest, reader.array(), start, reader.position() - start);
            count++;
            if (reader.remaining() == 0) {
                advance();
            }
            return value;
        }

        private T decode() {
            try {
                return framing.next(reader);
            } catch (WeirException e) {
                throw e;
            } catch (RuntimeException e) {
                throw new WeirException(
                        ErrorCode.INVALID_DATA,
                        "Cannot decode record " + count + " of unit "
                                + sealed.unit().sequence() + ": " + e + ": codec " + framing.fingerprint()
                                + "; make the codec read what it writes",
                        e);
            }
        }

        private void advance() {
            while (reader.remaining() == 0 && chunks.hasNext()) {
                SegmentChunk chunk = chunks.next();
                reader.reset(chunk.bytes(), chunk.offset(), chunk.length());
            }
            if (reader.remaining() == 0) {
                verify();
            }
        }

        private void verify() {
            if (count != sealed.unit().recordCount() || digest != sealed.unit().digest()) {
                throw new WeirException(
                        ErrorCode.CHECKPOINT_CORRUPT,
                        "Cannot read the segment of unit " + sealed.unit().sequence()
                                + ": its content is not what was sealed: "
                                + count + " records, digest " + Long.toHexString(digest) + " instead of "
                                + sealed.unit().recordCount() + ", "
                                + Long.toHexString(sealed.unit().digest()) + "; restore an older checkpoint");
            }
        }
    }
}
