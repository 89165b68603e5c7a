package dev.weir.codec;

import static dev.weir.codec.CodecsTest.REGISTRY;
import static dev.weir.codec.CodecsTest.decode;
import static dev.weir.codec.CodecsTest.encode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RecordCodecTest {
    private record Point(long x, int y, double z, boolean on, char c, byte b, short s, float f) {}

    private record Boxes(@Nullable Long number, @Nullable Integer other) {}

    private record Order(
            long id,
            @Nullable String note,
            @Nullable Point where,
            @Nullable Boxes boxes,
            String tail) {}

    private record Pair<A, B>(A left, B right) {}

    private record Holder(Pair<String, Long> pair, List<String> names) {}

    private record Node(int value, @Nullable Node next) {}

    record Positive(int value) {
        Positive {
            if (value <= 0) {
                throw new IllegalArgumentException("not positive");
            }
        }
    }

    private record Nothing() {}

    private static final Point POINT = new Point(-1, 2, 0.5, true, 'c', (byte) -7, (short) 300, 1.5f);

    @Test
    void isFixedWhenAllComponentsAre() {
        Codec<Point> codec = Codecs.records(Point.class, REGISTRY);

        byte[] bytes = encode(codec, POINT);

        assertThat(bytes).hasSize(8 + 4 + 8 + 1 + 2 + 1 + 2 + 4);
        assertThat(codec.width()).isEqualTo(bytes.length);
        assertThat(decode(codec, bytes)).isEqualTo(POINT);
    }

    @Test
    void staysFixedWithNulls() {
        Codec<Boxes> codec = Codecs.records(Boxes.class, REGISTRY);

        assertThat(codec.width()).isEqualTo(14);
        for (Boxes each : List.of(new Boxes(1L, 2), new Boxes(null, 2), new Boxes(1L, null), new Boxes(null, null))) {
            assertThat(encode(codec, each)).hasSize(14);
            assertThat(decode(codec, encode(codec, each))).isEqualTo(each);
        }
    }

    @Test
    void keepsNestedRecordsNullsAndLongStrings() {
        Codec<Order> codec = Codecs.records(Order.class, REGISTRY);

        assertThat(codec.width()).isEqualTo(Codec.VARIABLE);
        for (int length : new int[] {0, 1, 253, 254, 255, 256, 70_000}) {
            Order full = new Order(7, "n".repeat(length), POINT, new Boxes(null, 1), "t".repeat(length));
            assertThat(decode(codec, encode(codec, full))).isEqualTo(full);
        }
        Order sparse = new Order(7, null, null, null, "");
        assertThat(decode(codec, encode(codec, sparse))).isEqualTo(sparse);
    }

    @Test
    void listsNamesAndFormatsInItsFingerprint() {
        assertThat(Codecs.records(Order.class, REGISTRY).fingerprint())
                .isEqualTo("record:dev.weir.codec.RecordCodecTest$Order(id:long,note:string?,"
                        + "where:record:dev.weir.codec.RecordCodecTest$Point(x:long,y:int,z:double,on:boolean,c:char,"
                        + "b:byte,s:short,f:float)?,"
                        + "boxes:record:dev.weir.codec.RecordCodecTest$Boxes(number:long?,other:int?)?,tail:string?)");
    }

    @Test
    void bindsTypeArguments() {
        Codec<Holder> codec = Codecs.records(Holder.class, REGISTRY);
        Holder holder = new Holder(new Pair<>("a", 1L), Arrays.asList("x", null));

        assertThat(codec.fingerprint()).contains("left:string?,right:long?");
        assertThat(decode(codec, encode(codec, holder))).isEqualTo(holder);
        assertThat(decode(codec.duplicate(), encode(codec, holder))).isEqualTo(holder);
    }

    @Test
    void leavesOpenTypeArgumentsToTheAllowList() {
        Codec<Pair<?, ?>> codec = REGISTRY.codec(Pair.class);
        Pair<Object, Object> pair = new Pair<>("a", Map.of("b", 1));

        assertThat(decode(codec, encode(codec, pair))).isEqualTo(pair);
    }

    @Test
    void keepsRecordsThatContainThemselves() {
        Codec<Node> codec = Codecs.records(Node.class, REGISTRY);
        Node chain = new Node(1, new Node(2, null));

        assertThat(decode(codec, encode(codec, chain))).isEqualTo(chain);
    }

    @Test
    void keepsRecordsWithoutComponents() {
        Codec<Nothing> codec = Codecs.records(Nothing.class, REGISTRY);

        assertThat(codec.width()).isZero();
        assertThat(decode(codec, encode(codec, new Nothing()))).isEqualTo(new Nothing());
    }

    @Test
    void reportsAConstructorThatRefuses() {
        Codec<Positive> codec = Codecs.records(Positive.class, REGISTRY);

        assertThatThrownBy(() -> decode(codec, new byte[4]))
                .isInstanceOf(WeirException.class)
                .hasMessage("Cannot decode record dev.weir.codec.RecordCodecTest$Positive: its constructor refuses:"
                        + " [0]; keep what it accepts while state exists")
                .hasRootCauseMessage("not positive");
    }

    @Test
    void neverFailsOtherwiseThanWithInvalidData() {
        Codec<Order> codec = Codecs.records(Order.class, REGISTRY);
        byte[] bytes = encode(codec, new Order(7, "note", POINT, new Boxes(3L, 1), "tail"));
        Random random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            for (int flips = damaged.length == 0 ? 0 : random.nextInt(3); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                codec.decode(new ByteReader(damaged));
            } catch (WeirException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DATA);
            }
        }
    }
}
