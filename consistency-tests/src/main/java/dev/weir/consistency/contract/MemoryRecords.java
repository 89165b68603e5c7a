package dev.weir.consistency.contract;

import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.UnitRecords;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** A unit's records, whole or {@linkplain #rotten() with a rotten end}. */
final class MemoryRecords implements UnitRecords<OutputRecord> {
    private final List<OutputRecord> records;
    private final Codec<OutputRecord> codec;
    private final boolean rotten;

    MemoryRecords(List<OutputRecord> records, Codec<OutputRecord> codec) {
        this(records, codec, false);
    }

    private MemoryRecords(List<OutputRecord> records, Codec<OutputRecord> codec, boolean rotten) {
        this.records = records;
        this.codec = codec;
        this.rotten = rotten;
    }

    /** The same, whose last step finds that they are not what the unit says. */
    MemoryRecords rotten() {
        return new MemoryRecords(records, codec, true);
    }

    private void end() {
        if (rotten) {
            throw new WeirException(
                    ErrorCode.CHECKPOINT_CORRUPT,
                    "Cannot read the unit: its digest is another: this is a test; let it pass");
        }
    }

    @Override
    public Iterator<OutputRecord> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                if (next < records.size()) {
                    return true;
                }
                end();
                return false;
            }

            @Override
            public OutputRecord next() {
                if (next == records.size()) {
                    throw new NoSuchElementException();
                }
                return records.get(next++);
            }
        };
    }

    @Override
    public Encoded encoded() {
        Iterator<OutputRecord> each = iterator();
        return new Encoded() {
            private byte[] bytes = new byte[0];

            @Override
            public boolean next() {
                if (!each.hasNext()) {
                    return false;
                }
                ByteWriter out = new ByteWriter(64);
                codec.encode(each.next(), out);
                bytes = Arrays.copyOf(out.array(), out.size());
                return true;
            }

            @Override
            public byte[] array() {
                return bytes;
            }

            @Override
            public int offset() {
                return 0;
            }

            @Override
            public int length() {
                return bytes.length;
            }
        };
    }
}
