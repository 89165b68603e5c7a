package dev.weir.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.codec.KeyCodecTest.NoHash;
import dev.weir.codec.KeyCodecTest.Place;
import dev.weir.codec.KeyCodecTest.Tagged;
import dev.weir.codec.KeyCodecTest.WithEnum;
import dev.weir.error.WeirException;
import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StableHashTest {
    record Tree(String name, @Nullable Tree left, @Nullable Tree right) {}

    record Generic<T>(T value, int number) {}

    static List<Object> keys() {
        return List.of(
                "word",
                42L,
                -1,
                'c',
                true,
                1.5,
                new BigDecimal("1.0"),
                Instant.ofEpochSecond(5, 6),
                new UUID(1, 2),
                TimeUnit.DAYS,
                CodecsTest.Shape.ROUND,
                new Place("city", 5),
                new Tagged(List.of("a", "b"), TimeUnit.HOURS),
                new Tagged(List.of(), null),
                new Tree("root", new Tree("leaf", null, null), null),
                new Generic<>(TimeUnit.DAYS, 3),
                List.of("x", 1L, TimeUnit.DAYS),
                List.of());
    }

    /** Prints the hashes of {@link #keys}, from another JVM. */
    static final class Printer {
        public static void main(String[] args) {
            ToIntFunction<Object> hash = StableHash.of(Object.class);
            System.out.println(keys().stream()
                    .map(key -> Integer.toString(hash.applyAsInt(key)))
                    .collect(Collectors.joining(",")));
        }
    }

    @Test
    void isTheSameInAnotherJvm() throws IOException, InterruptedException {
        ToIntFunction<Object> hash = StableHash.of(Object.class);

        assertThat(child("-XX:hashCode=0", Printer.class.getName()))
                .isEqualTo(keys().stream()
                        .map(key -> Integer.toString(hash.applyAsInt(key)))
                        .collect(Collectors.joining(",")));
    }

    private static String child(String option, String main) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, "-XX:+UnlockExperimentalVMOptions", option, "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(main);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).isZero();
        return output;
    }

    @Test
    void isTheSameForOpenAndExactTypes() {
        for (Object key : keys()) {
            if (!(key instanceof List<?>)) {
                Class<?> type = key instanceof Enum<?> constant ? constant.getDeclaringClass() : key.getClass();
                assertThat(StableHash.of(type).applyAsInt(key))
                        .as("%s", key)
                        .isEqualTo(StableHash.of(Object.class).applyAsInt(key));
            }
        }
        assertThat(StableHash.of(KeyCodecTest.typeOf("places")).applyAsInt(Arrays.asList(new Place("a", 1), null)))
                .isEqualTo(StableHash.of(Object.class).applyAsInt(Arrays.asList(new Place("a", 1), null)));
    }

    @Test
    void isTheSpecifiedHashCodeWhereThereIsOne() {
        assertThat(StableHash.of(String.class).applyAsInt("word")).isEqualTo("word".hashCode());
        assertThat(StableHash.of(Object.class).applyAsInt(List.of("a", 5L)))
                .isEqualTo(List.of("a", 5L).hashCode());
    }

    @Test
    void isEqualForEqualListsOfUnequalClasses() {
        ToIntFunction<Object> hash = StableHash.of(Object.class);

        assertThat(hash.applyAsInt(new CopyOnWriteArrayList<>(List.of(1, 2))))
                .isEqualTo(hash.applyAsInt(List.of(1, 2)));
    }

    @Test
    void refusesWhatHasNone() {
        assertThatThrownBy(() -> StableHash.of(NoHash.class))
                .isInstanceOf(WeirException.class)
                .hasMessage("Cannot key by class dev.weir.codec.KeyCodecTest$NoHash: it has no hashCode of its own;"
                        + " make it a record, or override equals and hashCode");
        for (Class<?> type : List.of(int[].class, Map.class, Set.class, WithEnum.class)) {
            assertThatThrownBy(() -> StableHash.of(type)).isInstanceOf(WeirException.class);
        }
    }

    @Test
    void refusesThemAtTheFirstKeyOfAnOpenType() {
        ToIntFunction<Object> hash = StableHash.of(Object.class);

        for (Object key : List.of(new NoHash(), new int[0], Map.of(), List.of(Set.of()))) {
            assertThatThrownBy(() -> hash.applyAsInt(key))
                    .isInstanceOf(WeirException.class)
                    .hasMessageStartingWith("Cannot key by class ");
        }
    }

    @Test
    void knowsWhichTypesAreOpen() {
        assertThat(List.of(Object.class, Comparable.class, List.class, Number.class))
                .allMatch(StableHash::isOpen);
        assertThat(List.of(String.class, Place.class, TimeUnit.class, CodecsTest.Shape.class, int[].class, Map.class))
                .noneMatch(StableHash::isOpen);
        assertThat(StableHash.isOpen(KeyCodecTest.typeOf("places"))).isFalse();
    }

    /** Uses the built-in codecs, in another JVM. */
    static final class BuiltInOnly {
        record Value(long id, String name, Place place) {}

        public static void main(String[] args) {
            CodecRegistry registry = CodecRegistry.of(List.of(NoHash.class), Map.of());
            Codec<Value> codec = registry.codec(Value.class);
            CodecsTest.encode(codec, new Value(1, "n", new Place("c", 2)));
            registry.keyCodec(Tagged.class);
            registry.codec(NoHash.class).fingerprint();
        }
    }

    @Test
    void doesNotLoadForyForBuiltInCodecs(@TempDir Path folder) throws IOException, InterruptedException {
        File log = folder.resolve("classes.log").toFile();

        child("-Xlog:class+load:file=" + log, BuiltInOnly.class.getName());

        assertThat(Files.readString(log.toPath()))
                .contains("dev.weir.codec.ForyCodec")
                .doesNotContain("org.apache.fory");
    }
}
