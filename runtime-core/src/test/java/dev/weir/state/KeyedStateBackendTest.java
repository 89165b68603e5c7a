package dev.weir.state;

import static dev.weir.state.Backends.backend;
import static dev.weir.state.Backends.bytes;
import static dev.weir.state.Backends.longs;
import static dev.weir.state.Backends.range;
import static dev.weir.state.Backends.restored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import dev.weir.codec.Codecs;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class KeyedStateBackendTest {
    record Key(String city, int street) {}

    @Test
    void keepsValuesApartByKeyAndName() {
        KeyedStateBackend backend = backend(String.class);
        ValueState<Long> one = backend.state(new ValueStateDescriptor<>("one", Long.class));
        ValueState<String> two = backend.state(new ValueStateDescriptor<>("two", String.class));
        backend.currentKey("a");
        one.update(1L);
        two.update("x");
        backend.currentKey("b");

        assertThat(one.value()).isNull();
        assertThat(two.value()).isNull();
        backend.currentKey("a");
        assertThat(one.value()).isEqualTo(1L);
        assertThat(two.value()).isEqualTo("x");
        one.clear();
        assertThat(one.value()).isNull();
        assertThat(two.value()).isEqualTo("x");
    }

    @Test
    void takesTheKeysClassFromTheFirstKeyWhenItsTypeIsOpen() {
        KeyedStateBackend backend = backend(Object.class);
        ValueState<Long> state = longs(backend);
        backend.currentKey(TimeUnit.DAYS);
        state.update(5L);

        KeyedStateBackend again = restored(Object.class, bytes(backend.snapshot(1)));
        ValueState<Long> same = longs(again);
        again.currentKey(TimeUnit.DAYS);

        assertThat(same.value()).isEqualTo(5L);
        assertThat(again.currentKey()).isEqualTo(TimeUnit.DAYS);
        assertThatThrownBy(() -> again.currentKey(7L))
                .isInstanceOf(WeirException.class)
                .hasMessage("Cannot key by class java.lang.Long: the keys before were of another class:"
                        + " java.util.concurrent.TimeUnit; give the keys one class");
    }

    @Test
    void findsTheKeysClassAgainWithoutAKey() {
        KeyedStateBackend backend = backend(Object.class);
        backend.timers();
        PanedState<Long> paned = backend.paned("paned", Codecs.longs());
        backend.currentKey(new Key("c", 1));
        paned.update(0, 9L);

        KeyedStateBackend again = restored(Object.class, bytes(backend.snapshot(1)));
        StringBuilder seen = new StringBuilder();
        again.paned("paned", Codecs.longs()).forEach(0, (key, value) -> seen.append(key + "=" + value));

        assertThat(seen).hasToString("Key[city=c, street=1]=9");
    }

    @Test
    void refusesToWorkWithoutAKey() {
        ValueState<Long> state = longs(backend(Object.class));

        assertThatThrownBy(state::value)
                .isInstanceOf(WeirException.class)
                .hasMessage("Cannot use keyed state: there is no current key;"
                        + " use it while a record or a timer is processed only");
        assertThatThrownBy(() -> longs(backend(Long.class)).update(1L)).hasMessageContaining("there is no current key");
    }

    @Test
    void refusesKeysOfOtherSubtasks() {
        KeyedStateBackend backend = range(Long.class, 0, 1);
        long foreign = 0;
        while (KeyGroups.groupOf(Long.hashCode(foreign), Backends.GROUPS) == 0) {
            foreign++;
        }
        long key = foreign;

        assertThatThrownBy(() -> backend.currentKey(key))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
                .hasMessageContaining("its key group belongs to another subtask");
    }

    @Test
    @SuppressWarnings("NullAway")
    void refusesNull() {
        KeyedStateBackend backend = backend(Long.class);
        ValueState<Long> state = longs(backend);
        backend.currentKey(1L);

        assertThatThrownBy(() -> state.update(null))
                .hasMessage("Cannot update state longs: the value is null; clear or remove it instead");
        assertThatThrownBy(() -> backend.currentKey(null))
                .hasMessage("Cannot key a record: its key is null; give it a key, or filter such records out before");
    }

    @Test
    void givesTheSameStateForTheSameName() {
        KeyedStateBackend backend = backend(Long.class);

        assertThat(longs(backend)).isSameAs(longs(backend));
        assertThatThrownBy(() -> backend.state(new ListStateDescriptor<>("longs", String.class)))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JOB))
                .hasMessage("Cannot register state longs: the name is taken by another state of this operator:"
                        + " value of long, now list of string; choose another name");
    }

    @Test
    void refusesARestoredStateOfAnotherFormat() {
        byte[] file = file();

        assertThatThrownBy(() ->
                        restored(Long.class, file).state(new MapStateDescriptor<>("longs", String.class, Long.class)))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_INCOMPATIBLE))
                .hasMessage("Cannot restore state longs: its format differs: the checkpoint has value of long,"
                        + " the job has map of string to long;"
                        + " restore the old type, or give the state a new name and the operator a new uid");
    }

    @Test
    void refusesARestoredStateThatNobodyUses() {
        KeyedStateBackend backend = restored(Long.class, file());

        assertThatThrownBy(backend::verifyAllRestoredStateIsUsed)
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_INCOMPATIBLE))
                .hasMessage("Cannot restore state longs: nothing in the operator uses it: value of long;"
                        + " register it again, or give the operator a new uid to start without state");
        longs(backend);
        backend.verifyAllRestoredStateIsUsed();
    }

    @Test
    void refusesTimersThatNobodyUses() {
        KeyedStateBackend backend = backend(Long.class);
        backend.timers();
        byte[] without = bytes(backend.snapshot(1));
        backend.currentKey(1L);
        backend.timers().register(TimeDomain.EVENT_TIME, 5);
        byte[] with = bytes(backend.snapshot(2));

        restored(Long.class, without).verifyAllRestoredStateIsUsed();
        assertThatThrownBy(() -> restored(Long.class, with).verifyAllRestoredStateIsUsed())
                .hasMessageStartingWith("Cannot restore state (timers): nothing in the operator uses it: timers;");
    }

    @Test
    void refusesRestoredKeysOfAnotherFormat() {
        byte[] file = file();

        String message = "Cannot restore keyed state: the keys' format differs: the checkpoint has long,"
                + " the job has string; restore the key's type, or give the operator a new uid to start without state";
        assertThatThrownBy(() -> restored(String.class, file))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_INCOMPATIBLE))
                .hasMessage(message);
        assertThatThrownBy(() -> restored(Object.class, file).currentKey("text"))
                .hasMessage(message);
    }

    @Test
    void refusesAnotherNumberOfKeyGroups() {
        KeyedStateBackend other = KeyedStateBackends.heap(CodecRegistry.of(List.of(), Map.of()), Long.class, 16, 0, 16);

        assertThatThrownBy(() -> other.restore(List.of(file())))
                .hasMessage("Cannot restore keyed state: the number of key groups differs: the checkpoint has 8,"
                        + " the job has 16; set the old maximum parallelism");
    }

    @Test
    void refusesToRestoreOverStateInUse() {
        KeyedStateBackend backend = backend(Long.class);
        longs(backend);

        assertThatThrownBy(() -> backend.restore(List.of(file())))
                .hasMessage("Cannot restore keyed state: it is in use already: [longs];"
                        + " restore before any state is asked for");
    }

    @Test
    void refusesACodecThatLiesAboutItsWidth() {
        Codec<Long> liar = new Codec<>() {
            @Override
            public void encode(Long value, ByteWriter out) {
                out.writeInt(1);
            }

            @Override
            public Long decode(ByteReader in) {
                return 1L;
            }

            @Override
            public int width() {
                return 8;
            }

            @Override
            public String fingerprint() {
                return "liar";
            }
        };
        KeyedStateBackend backend = backend(Long.class);
        ValueState<Long> state = backend.state(new ValueStateDescriptor<>("x", Long.class, liar));
        backend.currentKey(1L);

        assertThatThrownBy(() -> state.update(1L))
                .hasMessage("Cannot update state x: its codec liar has a fixed width of 8 bytes but wrote another: 4;"
                        + " mend the codec's width()");
    }

    @Test
    void keepsEmptyKeysAndValues() {
        KeyedStateBackend backend = backend(String.class);
        ValueState<String> state = backend.state(new ValueStateDescriptor<>("s", String.class));
        backend.currentKey("");
        state.update("");

        KeyedStateBackend again = restored(String.class, bytes(backend.snapshot(1)));
        ValueState<String> same = again.state(new ValueStateDescriptor<>("s", String.class));
        again.currentKey("");

        assertThat(same.value()).isEmpty();
    }

    @Test
    void listsMapEntriesInAnOrderThatOnlyTheHistoryDecides() {
        KeyedStateBackend backend = backend(Long.class);
        MapState<String, Long> map = backend.state(new MapStateDescriptor<>("m", String.class, Long.class));
        backend.currentKey(1L);
        for (String each : List.of("d", "a", "c", "b")) {
            map.put(each, 1L);
        }
        map.remove("d");

        KeyedStateBackend again = restored(Long.class, bytes(backend.snapshot(1)));
        MapState<String, Long> same = again.state(new MapStateDescriptor<>("m", String.class, Long.class));
        again.currentKey(1L);

        assertThat(map.entries().keySet()).containsExactly("b", "a", "c");
        assertThat(same.entries().keySet()).containsExactly("b", "a", "c");
    }

    private static byte[] file() {
        KeyedStateBackend backend = backend(Long.class);
        ValueState<Long> state = longs(backend);
        backend.currentKey(1L);
        state.update(1L);
        return bytes(backend.snapshot(1));
    }
}
