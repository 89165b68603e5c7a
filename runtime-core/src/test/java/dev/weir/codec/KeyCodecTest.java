package dev.weir.codec;

import static dev.weir.codec.CodecsTest.REGISTRY;
import static dev.weir.codec.CodecsTest.decode;
import static dev.weir.codec.CodecsTest.encode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyCodecTest {
    record Place(String city, int street) {}

    record Tagged(List<String> tags, @Nullable TimeUnit unit) {}

    record Loop(@Nullable Loop next) {}

    @SuppressWarnings("ArrayRecordComponent")
    record WithArray(byte[] bytes) {}

    record WithAnything(Object anything) {}

    /** A class of the old school, done properly. */
    static final class Point {
        int x;

        @Nullable
        String name;

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Point that && x == that.x && Objects.equals(name, that.name);
        }

        @Override
        public int hashCode() {
            return Objects.hash(x, name);
        }
    }

    static final class NoHash {
        int x;
    }

    static final class WithEnum {
        @Nullable
        TimeUnit unit;

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof WithEnum that && unit == that.unit;
        }

        @Override
        public int hashCode() {
            return Objects.hashCode(unit);
        }
    }

    static final class WithList {
        List<String> names = List.of();

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof WithList that && names.equals(that.names);
        }

        @Override
        public int hashCode() {
            return names.hashCode();
        }
    }

    static List<Place> places = List.of();
    static Set<String> set = Set.of();

    static Type typeOf(String field) {
        try {
            return KeyCodecTest.class.getDeclaredField(field).getGenericType();
        } catch (NoSuchFieldException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void writesEqualListsOfUnequalClassesAlike() {
        Codec<List<Place>> codec = REGISTRY.keyCodec(typeOf("places"));
        List<Place> list = Arrays.asList(new Place("a", 1), null, new Place("b", 2));

        byte[] bytes = encode(codec, list);

        assertThat(encode(codec, new CopyOnWriteArrayList<>(list))).isEqualTo(bytes);
        assertThat(encode(codec, new ArrayList<>(list))).isEqualTo(bytes);
        assertThat(decode(codec, bytes)).isEqualTo(list);
        assertThat(codec.fingerprint())
                .isEqualTo("list(record:dev.weir.codec.KeyCodecTest$Place(city:string?,street:int))");
    }

    @Test
    void writesListsInsideRecordsAlike() {
        Codec<Tagged> codec = REGISTRY.keyCodec(Tagged.class);
        Tagged tagged = new Tagged(List.of("a", "b"), TimeUnit.DAYS);

        assertThat(encode(codec, new Tagged(new CopyOnWriteArrayList<>(List.of("a", "b")), TimeUnit.DAYS)))
                .isEqualTo(encode(codec, tagged));
        assertThat(decode(codec, encode(codec, tagged))).isEqualTo(tagged);
    }

    @Test
    void keepsClassesWithAHashCodeOfTheirOwn() {
        Codec<Point> codec = REGISTRY.keyCodec(Point.class);
        Point point = new Point();
        point.x = 3;
        point.name = "p";
        Point equal = new Point();
        equal.x = 3;
        equal.name = String.valueOf(new char[] {'p'});

        assertThat(encode(codec, equal)).isEqualTo(encode(codec, point));
        assertThat(decode(codec, encode(codec, point))).isEqualTo(point);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "long[] | Cannot key by class long[]: an array has no hashCode of its own; use a List or a record instead",
                "byte[] | Cannot key by class byte[]: an array has no hashCode of its own; use a List or a record instead",
                "Map | Cannot key by class java.util.Map: its elements have no fixed order;"
                        + " use a sorted List or a record instead",
                "set | Cannot key by class java.util.Set: its elements have no fixed order;"
                        + " use a sorted List or a record instead",
                "ArrayList | Cannot key by class java.util.ArrayList: the type of its elements is unknown;"
                        + " state the key's type, List<X>",
                "Object | Cannot key by class java.lang.Object: it does not say how keys look; state the key's own class",
                "NoHash | Cannot key by class dev.weir.codec.KeyCodecTest$NoHash: it has no hashCode of its own;"
                        + " make it a record, or override equals and hashCode",
                "AtomicLong | Cannot key by class java.util.concurrent.atomic.AtomicLong: it has no hashCode of its own;"
                        + " make it a record, or override equals and hashCode",
                "WithEnum | Cannot key by class dev.weir.codec.KeyCodecTest$WithEnum: its hashCode may use that of an"
                        + " enum, which differs in every JVM: java.util.concurrent.TimeUnit; make it a record",
                "WithList | Cannot key by class dev.weir.codec.KeyCodecTest$WithList: equal keys may differ in bytes by a"
                        + " field: java.util.List; make it a record",
                "WithArray | Cannot key by class byte[]: an array has no hashCode of its own;"
                        + " use a List or a record instead",
                "WithAnything | Cannot key by class java.lang.Object: it does not say how keys look;"
                        + " state the key's own class",
                "Loop | Cannot key by class dev.weir.codec.KeyCodecTest$Loop: the record contains itself;"
                        + " key by a part of it",
            })
    void refusesWhatCannotBeAKey(String name, String message) {
        Map<String, Type> types = Map.ofEntries(
                Map.entry("long[]", long[].class),
                Map.entry("byte[]", byte[].class),
                Map.entry("Map", Map.class),
                Map.entry("set", typeOf("set")),
                Map.entry("ArrayList", ArrayList.class),
                Map.entry("Object", Object.class),
                Map.entry("NoHash", NoHash.class),
                Map.entry("AtomicLong", AtomicLong.class),
                Map.entry("WithEnum", WithEnum.class),
                Map.entry("WithList", WithList.class),
                Map.entry("WithArray", WithArray.class),
                Map.entry("WithAnything", WithAnything.class),
                Map.entry("Loop", Loop.class));

        assertThatThrownBy(() -> REGISTRY.keyCodec(types.get(name)))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JOB))
                .hasMessage(message);
    }
}
