package dev.weir.delivery;

import dev.weir.codec.ByteReader;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.UnitRecords;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The records of a sealed unit, decoded one by one. When the last was read, their number and digest must be the unit's:
 * otherwise {@code CHECKPOINT_CORRUPT} is thrown, still inside the destination's transaction.
 */
final class SegmentRecords<T> implements UnitRecords<T> {
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
        return new Records(chunks());
    }

    @Override
    public Encoded encoded() {
        return new Bytes(chunks());
    }

    private Iterator<SegmentChunk> chunks() {
        Segment segment = sealed.segment();
        return segment == null
                ? Collections.emptyIterator()
                : segment.chunks(store).iterator();
    }

    /** Walks over the records' bytes and checks at the end that they are the sealed ones. */
    private abstract class Pass {
        private final Iterator<SegmentChunk> chunks;
        private long count;
        private long digest = sealed.digestBefore();
        final ByteReader reader = new ByteReader(new byte[0]);

        Pass(Iterator<SegmentChunk> chunks) {
            this.chunks = chunks;
            advance();
        }

        long count() {
            return count;
        }

        /** A record ends where the reader stands. */
        void passed(int start) {
            digest = StreamPosition.digest(digest, reader.array(), start, reader.position() - start);
            count++;
        }

        void advance() {
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

    private final class Records extends Pass implements Iterator<T> {
        Records(Iterator<SegmentChunk> chunks) {
            super(chunks);
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
            passed(start);
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
                        "Cannot decode record " + count() + " of unit "
                                + sealed.unit().sequence() + ": " + e + ": codec " + framing.fingerprint()
                                + "; make the codec read what it writes",
                        e);
            }
        }
    }

    /** The bytes stay where they are until the next move: a chunk is left only then. */
    private final class Bytes extends Pass implements Encoded {
        private int offset;
        private int length;

        Bytes(Iterator<SegmentChunk> chunks) {
            super(chunks);
        }

        @Override
        public boolean next() {
            if (reader.remaining() == 0) {
                if (count() > 0) {
                    advance();
                }
                if (reader.remaining() == 0) {
                    return false;
                }
            }
            int start = reader.position();
            length = framing.skip(reader);
            offset = reader.position() - length;
            passed(start);
            return true;
        }

        @Override
        public byte[] array() {
            return reader.array();
        }

        @Override
        public int offset() {
            return offset;
        }

        @Override
        public int length() {
            return length;
        }
    }
}
