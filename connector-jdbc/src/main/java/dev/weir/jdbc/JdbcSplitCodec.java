package dev.weir.jdbc;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;
import java.util.ArrayList;
import java.util.List;

/** The format of {@link JdbcSource.Split}. */
enum JdbcSplitCodec implements Codec<JdbcSource.Split> {
    INSTANCE;

    @Override
    public void encode(JdbcSource.Split value, ByteWriter out) {
        out.writeVarInt(value.range());
        write(value.columns(), out);
        write(value.types(), out);
        write(value.behind(), out);
        write(value.upTo(), out);
    }

    @Override
    public JdbcSource.Split decode(ByteReader in) {
        return new JdbcSource.Split(in.readVarInt(), read(in), read(in), read(in), read(in));
    }

    private static void write(List<String> texts, ByteWriter out) {
        out.writeVarInt(texts.size());
        texts.forEach(out::writeString);
    }

    private static List<String> read(ByteReader in) {
        int size = in.readVarInt();
        List<String> texts = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            texts.add(in.readString());
        }
        return texts;
    }

    @Override
    public String fingerprint() {
        return "jdbc-split:1";
    }
}
