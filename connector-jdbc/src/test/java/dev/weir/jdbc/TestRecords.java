package dev.weir.jdbc;

import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import dev.weir.sink.UnitRecords;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The records of a unit, encoded one by one as the sink wants it. */
record TestRecords<T>(JdbcSink<T> sink, List<T> records) implements UnitRecords<T> {
    @Override
    public Iterator<T> iterator() {
        return records.iterator();
    }

    @Override
    public Encoded encoded() {
        Codec<T> codec = sink.recordCodec(CodecRegistry.of(List.of(), Map.of()));
        Iterator<T> left = records.iterator();
        ByteWriter bytes = new ByteWriter();
        return new Encoded() {
            @Override
            public boolean next() {
                if (!left.hasNext()) {
                    return false;
                }
                bytes.clear();
                codec.encode(left.next(), bytes);
                return true;
            }

            @Override
            public byte[] array() {
                return bytes.array();
            }

            @Override
            public int offset() {
                return 0;
            }

            @Override
            public int length() {
                return bytes.size();
            }
        };
    }
}
