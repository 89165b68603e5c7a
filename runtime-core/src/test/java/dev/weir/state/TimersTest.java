package dev.weir.state;

import static dev.weir.state.Backends.backend;
import static dev.weir.state.Backends.bytes;
import static dev.weir.state.Backends.restored;
import static dev.weir.state.TimeDomain.EVENT_TIME;
import static dev.weir.state.TimeDomain.PROCESSING_TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TimersTest {
    private final KeyedStateBackend backend = backend(String.class);
    private final InternalTimers timers = backend.timers();

    private void register(String key, long time) {
        backend.currentKey(key);
        timers.register(EVENT_TIME, time);
    }

    private static List<String> fired(KeyedStateBackend backend, TimeDomain domain, long time) {
        List<String> fired = new ArrayList<>();
        backend.timers()
                .advance(
                        domain,
                        time,
                        due -> fired.add(due + backend.currentKey().toString()));
        return fired;
    }

    @Test
    void firesInOrderOfTimeThenKey() {
        for (String key : List.of("c", "a", "b", "aa")) {
            register(key, 20);
        }
        register("z", 10);
        register("a", -5);
        register("a", 21);

        assertThat(timers.nextTime(EVENT_TIME)).isEqualTo(-5);
        assertThat(fired(backend, EVENT_TIME, 20)).containsExactly("-5a", "10z", "20a", "20aa", "20b", "20c");
        assertThat(timers.nextTime(EVENT_TIME)).isEqualTo(21);
    }

    @Test
    void firesOnceHoweverOftenItWasRegistered() {
        register("a", 5);
        register("a", 5);
        backend.currentKey("a");
        timers.delete(EVENT_TIME, 5);
        timers.register(EVENT_TIME, 5);

        assertThat(fired(backend, EVENT_TIME, 5)).containsExactly("5a");
        assertThat(fired(backend, EVENT_TIME, 5)).isEmpty();
        assertThat(timers.nextTime(EVENT_TIME)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void keepsTheDomainsApart() {
        register("a", 5);
        timers.register(PROCESSING_TIME, 5);
        timers.delete(EVENT_TIME, 5);

        assertThat(fired(backend, EVENT_TIME, 5)).isEmpty();
        assertThat(timers.nextTime(EVENT_TIME)).isEqualTo(Long.MAX_VALUE);
        assertThat(fired(backend, PROCESSING_TIME, 5)).containsExactly("5a");
    }

    @Test
    void forgetsDeletedOnesWithoutFiring() {
        register("a", 5);
        register("b", 6);
        backend.currentKey("a");
        timers.delete(EVENT_TIME, 5);
        timers.delete(EVENT_TIME, 99);

        assertThat(timers.nextTime(EVENT_TIME)).isEqualTo(6);
        assertThat(fired(backend, EVENT_TIME, 10)).containsExactly("6b");
    }

    @Test
    void firesWhatATimerRegistersIfItIsDue() {
        register("a", 1);
        List<Long> fired = new ArrayList<>();

        timers.advance(EVENT_TIME, 5, time -> {
            fired.add(time);
            timers.register(EVENT_TIME, time + 2);
        });

        assertThat(fired).containsExactly(1L, 3L, 5L);
        assertThat(timers.nextTime(EVENT_TIME)).isEqualTo(7);
    }

    @Test
    void survivesInASnapshot() {
        for (int i = 0; i < 100; i++) {
            register("key" + i % 10, i - i % 10);
        }
        assertThat(fired(backend, EVENT_TIME, 40)).hasSize(50);
        KeyedStateBackend again = restored(String.class, bytes(backend.snapshot(1)));

        assertThat(again.timers().nextTime(EVENT_TIME)).isEqualTo(50);
        assertThat(fired(again, EVENT_TIME, 100)).isEqualTo(fired(backend, EVENT_TIME, 100));
    }

    @Test
    void isInDeltasOnceFired() {
        for (int i = 0; i < 100; i++) {
            register("key" + i, i);
        }
        byte[] base = bytes(backend.snapshot(1));
        backend.checkpointConfirmed(1);
        assertThat(fired(backend, EVENT_TIME, 9)).hasSize(10);
        KeyedSnapshot delta = backend.snapshot(2);
        KeyedStateBackend again = restored(String.class, base, bytes(delta));

        assertThat(delta.full()).isFalse();
        assertThat(again.timers().nextTime(EVENT_TIME)).isEqualTo(10);
    }

    @Test
    void doesNotGrowWithTimersThatAreMovedAgainAndAgain() {
        Random random = new Random(1);
        long[] due = new long[50];
        for (int i = 0; i < 100_000; i++) {
            int key = random.nextInt(due.length);
            backend.currentKey("key" + key);
            timers.delete(EVENT_TIME, due[key]);
            due[key] = 1_000_000L + i;
            timers.register(EVENT_TIME, due[key]);
        }
        List<String> expected = new ArrayList<>();
        for (int key = 0; key < due.length; key++) {
            expected.add(due[key] + "key" + key);
        }
        expected.sort(null);

        assertThat(fired(backend, EVENT_TIME, Long.MAX_VALUE)).isEqualTo(expected);
    }

    @Test
    void holdsAMillion() {
        KeyedStateBackend many = backend(Long.class);
        InternalTimers its = many.timers();
        Random random = new Random(1);
        for (long i = 0; i < 1_000_000; i++) {
            many.currentKey(i);
            its.register(EVENT_TIME, random.nextInt(1000));
        }
        long[] last = {-1, 0};

        its.advance(EVENT_TIME, 1000, time -> {
            assertThat(time >= last[0]).isTrue();
            last[0] = time;
            last[1]++;
        });

        assertThat(last[1]).isEqualTo(1_000_000);
    }

    @Test
    void reportsAnActionThatFails() {
        register("a", 1);

        assertThatThrownBy(() -> timers.advance(EVENT_TIME, 5, time -> {
                    throw new Exception("no");
                }))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USER_FUNCTION))
                .hasMessage("Cannot run a timer: it failed: time 1, java.lang.Exception: no; see the cause");
    }
}
