package dev.weir.codec;

import static dev.weir.codec.CodecsTest.decode;
import static dev.weir.codec.CodecsTest.encode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ForyCodecTest {
    /** A plain class, with a field of everything. */
    static class Basket {
        @Nullable
        String owner;

        int count;
        List<Item> items = new ArrayList<>();
        Map<String, Item> byName = new LinkedHashMap<>();

        @Nullable
        Animal pet;

        @Nullable
        Object anything;

        Color color = Color.RED;

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Basket that
                    && Objects.equals(owner, that.owner)
                    && count == that.count
                    && items.equals(that.items)
                    && byName.equals(that.byName)
                    && Objects.equals(pet, that.pet)
                    && Objects.equals(anything, that.anything)
                    && color == that.color;
        }

        @Override
        public int hashCode() {
            return Objects.hash(owner, count);
        }
    }

    record Item(String name, long price) {}

    enum Color {
        RED,
        GREEN
    }

    sealed interface Animal permits Cat, Dog {}

    record Cat(int lives) implements Animal {}

    record Dog(String name) implements Animal {}

    interface Vehicle {}

    record Car(String plate) implements Vehicle {}

    record Bike(int gears) implements Vehicle {}

    record Garage(Vehicle vehicle) {}

    /** Gives a generic type to look at. */
    static List<Item> itemList = List.of();

    private static CodecRegistry registry(Class<?>... registered) {
        return CodecRegistry.of(List.of(registered), Map.of());
    }

    private static Basket basket() {
        Basket basket = new Basket();
        basket.owner = "me";
        basket.count = 3;
        basket.items = Arrays.asList(new Item("a", 1), null);
        basket.byName.put("a", new Item("a", 1));
        basket.pet = new Dog("rex");
        basket.anything = new TreeMap<>(Map.of("k", Set.of(1L)));
        return basket;
    }

    @Test
    void keepsPlainClassesWithAllThatIsReachable() {
        Codec<Basket> codec = registry().codec(Basket.class);

        assertThat(decode(codec, encode(codec, basket()))).isEqualTo(basket());
        assertThat(decode(codec.duplicate(), encode(codec, basket()))).isEqualTo(basket());
        assertThat(codec.width()).isEqualTo(Codec.VARIABLE);
    }

    @Test
    void keepsListsOfRecords() throws NoSuchFieldException {
        Type type = ForyCodecTest.class.getDeclaredField("itemList").getGenericType();
        Codec<List<Item>> codec = registry().codec(type);
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            items.add(i % 3 == 0 ? new Item("i" + i, i) : null);
        }

        assertThat(decode(codec, encode(codec, items))).isEqualTo(items);
        assertThat(codec.fingerprint()).startsWith("fory1:java.util.List<dev.weir.codec.ForyCodecTest$Item>#");
    }

    @Test
    void keepsSharedAndCircularReferences() {
        Codec<Basket> codec = registry().codec(Basket.class);
        Basket self = new Basket();
        self.anything = self;

        Basket copy = decode(codec, encode(codec, self));

        assertThat(copy.anything).isSameAs(copy);
    }

    @Test
    void refusesAClassThatNobodyNamed() {
        Codec<Garage> codec = registry().codec(Garage.class);

        assertThatThrownBy(() -> encode(codec, new Garage(new Car("x"))))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JOB))
                .hasMessage("Cannot encode a value of dev.weir.codec.ForyCodecTest$Vehicle: a class is not allowed:"
                        + " dev.weir.codec.ForyCodecTest$Car;"
                        + " register it with JobOptions.registerType(ForyCodecTest.Car.class)");
    }

    @Test
    void encodesAgainAfterARefusal() {
        Codec<Basket> codec = registry().codec(Basket.class);
        Basket bad = basket();
        bad.anything = new Car("x");

        assertThatThrownBy(() -> encode(codec, bad)).isInstanceOf(WeirException.class);

        assertThat(decode(codec, encode(codec, basket()))).isEqualTo(basket());
    }

    @Test
    void allowsARegisteredClass() {
        Codec<Garage> codec = registry(Car.class).codec(Garage.class);
        Garage garage = new Garage(new Car("x"));

        assertThat(decode(codec, encode(codec, garage))).isEqualTo(garage);
    }

    @Test
    void refusesBytesThatNameAnotherClass() {
        byte[] bytes = encode(registry(Car.class, Bike.class).codec(Garage.class), new Garage(new Bike(3)));

        assertThatThrownBy(() -> decode(registry(Car.class).codec(Garage.class), bytes))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DATA))
                .hasMessageStartingWith("Cannot decode a value of dev.weir.codec.ForyCodecTest$Vehicle: its bytes are"
                        + " damaged or name a class that is not allowed");
    }

    @Test
    void refusesBytesOfAnAllowedClassThatIsNotTheTypes() {
        Codec<Object> any = registry().codec(Object.class);

        assertThatThrownBy(() -> decode(registry().codec(Basket.class), encode(any, "text")))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("its bytes hold another class: java.lang.String");
    }

    @Test
    void writesTheSameBytesWhateverElseIsRegistered() {
        Garage garage = new Garage(new Car("x"));

        byte[] few = encode(registry(Car.class).codec(Garage.class), garage);
        byte[] many = encode(registry(Bike.class, Basket.class, Car.class).codec(Garage.class), garage);

        assertThat(many).isEqualTo(few);
        Codec<Garage> other = registry(Item.class, Car.class).codec(Garage.class);
        assertThat(decode(other, few)).isEqualTo(garage);
    }

    @Test
    void namesClassAndSchemaInItsFingerprint() {
        assertThat(registry().codec(Basket.class).fingerprint())
                .matches("fory1:dev\\.weir\\.codec\\.ForyCodecTest\\$Basket#[0-9a-f]{16}")
                .isEqualTo(registry(Car.class).codec(Basket.class).fingerprint());
        assertThat(new ReachableTypes().add(Old.class).schemaHash())
                .isNotEqualTo(new ReachableTypes().add(New.class).schemaHash());
    }

    static final class Old {
        int a;
    }

    static final class New {
        long a;
    }

    @Test
    void neverFailsOtherwiseThanWithInvalidData() {
        Codec<Basket> codec = registry().codec(Basket.class);
        byte[] bytes = encode(codec, basket());
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                codec.decode(new ByteReader(damaged));
            } catch (WeirException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DATA);
            }
        }
        assertThat(decode(codec, bytes)).isEqualTo(basket());
    }
}
