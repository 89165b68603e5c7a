package dev.weir.kafka;

import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import dev.weir.sink.UnitRecords;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Records of a unit in memory, encoded as a segment has them. */
final class Sales implements UnitRecords<Sales.Sale> {
    private final List<Sale> sales;
    private final List<byte[]> encoded = new ArrayList<>();

    record Sale(String product, int amount) {
        @Override
        public String toString() {
            return product + "=" + amount;
        }
    }

    Sales(KafkaSink<Sale> sink, List<Sale> sales) {
        this.sales = sales;
        Codec<Sale> codec = sink.recordCodec(CodecRegistry.of(List.of(), Map.of()));
        for (Sale sale : sales) {
            ByteWriter out = new ByteWriter();
            codec.encode(sale, out);
            encoded.add(out.toByteArray());
        }
    }

    static List<Sale> list(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> new Sale("p" + i, i)).toList();
    }

    /** As a reader of the topic sees them. */
    static List<String> rows(int from, int to) {
        return list(from, to).stream().map(Sale::toString).toList();
    }

    @Override
    public Iterator<Sale> iterator() {
        return sales.iterator();
    }

    @Override
    public Encoded encoded() {
        return new Encoded() {
            private int next = -1;

            @Override
            public boolean next() {
                return ++next < encoded.size();
            }

            @Override
            public byte[] array() {
                return encoded.get(next);
            }

            @Override
            public int offset() {
                return 0;
            }

            @Override
            public int length() {
                return encoded.get(next).length;
            }
        };
    }
}
