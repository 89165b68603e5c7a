package dev.weir.state;

import static dev.weir.state.Backends.backend;
import static dev.weir.state.Backends.bytes;
import static dev.weir.state.Backends.longs;
import static dev.weir.state.Backends.range;
import static dev.weir.state.Backends.restored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.codec.Codecs;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SnapshotTest {
    private static final int KEYS = 1000;

    private final KeyedStateBackend backend = backend(Long.class);
    private final ValueState<Long> state = longs(backend);

    private void put(long from, long to, long value) {
        for (long key = from; key < to; key++) {
            backend.currentKey(key);
            state.update(value);
        }
    }

    private byte[] confirmed(long id) {
        byte[] file = bytes(backend.snapshot(id));
        backend.checkpointConfirmed(id);
        return file;
    }

    private static long sum(byte[]... chain) {
        KeyedStateBackend again = restored(Long.class, chain);
        ValueState<Long> same = longs(again);
        long sum = 0;
        for (long key = 0; key < KEYS; key++) {
            again.currentKey(key);
            Long value = same.value();
            sum += value == null ? 0 : value;
        }
        return sum;
    }

    @Test
    void isFullUntilOneIsConfirmed() {
        put(0, KEYS, 1);

        assertThat(backend.snapshot(1).full()).isTrue();
        assertThat(backend.snapshot(2).full()).isTrue();
        backend.checkpointConfirmed(2);
        put(0, 1, 2);
        assertThat(backend.snapshot(3).full()).isFalse();
    }

    @Test
    void holdsWhatChangedSinceTheConfirmedOne() {
        put(0, KEYS, 1);
        byte[] base = confirmed(1);
        put(0, 10, 2);
        byte[] aborted = bytes(backend.snapshot(2));
        put(10, 20, 3);
        byte[] delta = bytes(backend.snapshot(3));

        assertThat(sum(base, aborted)).isEqualTo(KEYS + 10);
        assertThat(sum(base, delta)).isEqualTo(KEYS + 10 + 20);
        assertThat(delta.length).isLessThan(base.length / 10);
    }

    @Test
    void followsTheOneThatIsConfirmedThoughLaterOnesAreUnderWay() {
        put(0, KEYS, 1);
        byte[] base = confirmed(1);
        put(0, 10, 2);
        byte[] second = bytes(backend.snapshot(2));
        put(10, 20, 3);
        KeyedSnapshot third = backend.snapshot(3);
        backend.checkpointConfirmed(2);
        put(20, 30, 4);
        byte[] fourth = bytes(backend.snapshot(4));

        assertThat(sum(base, second, fourth)).isEqualTo(KEYS + 10 + 20 + 30);
        assertThat(sum(base, bytes(third))).isEqualTo(KEYS + 10 + 20);
    }

    @Test
    void isFullWhenHalfOfEverythingChanged() {
        put(0, KEYS, 1);
        confirmed(1);
        put(0, KEYS / 2 - 1, 2);
        assertThat(backend.snapshot(2).full()).isFalse();
        put(KEYS / 2 - 1, KEYS / 2, 2);
        assertThat(backend.snapshot(3).full()).isTrue();
    }

    @Test
    void countsAnEntryOnceHoweverManySnapshotsAreUnderWay() {
        put(0, KEYS, 1);
        confirmed(1);
        for (long id = 2; id < 10; id++) {
            put(0, KEYS / 4, id);
            assertThat(backend.snapshot(id).full()).isFalse();
        }
    }

    @Test
    void doesNotSeeLaterChanges() {
        put(0, KEYS, 1);
        KeyedSnapshot snapshot = backend.snapshot(1);
        put(0, KEYS, 7);

        assertThat(sum(bytes(snapshot))).isEqualTo(KEYS);
    }

    @Test
    void isEmptyWhenNothingChanged() {
        put(0, KEYS, 1);
        confirmed(1);

        assertThat(backend.snapshot(2).empty()).isTrue();
        put(0, 1, 1);
        assertThat(backend.snapshot(3).empty()).isFalse();
    }

    @Test
    void isNotEmptyWhenEverythingWasRemoved() {
        put(0, 1, 1);
        byte[] base = confirmed(1);
        backend.currentKey(0L);
        state.clear();
        KeyedSnapshot snapshot = backend.snapshot(2);

        assertThat(snapshot.empty()).isFalse();
        assertThat(snapshot.full() ? sum(bytes(snapshot)) : sum(base, bytes(snapshot)))
                .isZero();
    }

    @Test
    void remembersRemovalsUntilTheyAreConfirmed() {
        put(0, KEYS, 1);
        byte[] base = confirmed(1);
        for (long key = 0; key < 100; key++) {
            backend.currentKey(key);
            state.clear();
        }
        backend.snapshot(2);
        byte[] delta = confirmed(3);
        put(0, 1, 1);
        byte[] next = bytes(backend.snapshot(4));

        assertThat(sum(base, delta)).isEqualTo(KEYS - 100);
        assertThat(sum(base, delta, next)).isEqualTo(KEYS - 99);
        assertThat(next.length).isLessThan(delta.length);
    }

    @Test
    void remembersRemovalsAfterARestoreThoughTablesGrow() {
        put(0, KEYS, 1);
        byte[] base = confirmed(1);
        KeyedStateBackend again = restored(Long.class, base);
        ValueState<Long> same = longs(again);
        for (long key = 0; key < 200; key++) {
            again.currentKey(key);
            same.clear();
        }
        for (long key = KEYS; key < KEYS + 250; key++) {
            again.currentKey(key);
            same.update(1L);
        }
        KeyedSnapshot delta = again.snapshot(2);

        assertThat(delta.full()).isFalse();
        assertThat(sum(base, bytes(delta))).isEqualTo(KEYS - 200);
    }

    @Test
    void findsOldAndNewChangesAfterTablesGrow() {
        put(0, KEYS, 1);
        byte[] base = confirmed(1);
        put(0, 100, 2);
        backend.snapshot(2);
        put(KEYS, KEYS + 250, 0);
        byte[] delta = bytes(backend.snapshot(3));

        assertThat(sum(base, delta)).isEqualTo(KEYS + 100);
    }

    @Test
    void isRelativeToWhatWasRestoredFromTheSameRange() {
        put(0, KEYS, 1);
        byte[] base = confirmed(1);
        KeyedStateBackend same = restored(Long.class, base);
        longs(same);
        KeyedStateBackend narrower = range(Long.class, 0, 4);
        narrower.restore(List.of(base));
        longs(narrower);

        assertThat(same.snapshot(2).empty()).isTrue();
        assertThat(narrower.snapshot(2).full()).isTrue();
    }

    @Test
    void isFullAfterSeveralChainsWereRestored() {
        KeyedStateBackend left = range(Long.class, 0, 4);
        KeyedStateBackend right = range(Long.class, 4, 8);
        longs(left);
        longs(right);
        KeyedStateBackend both = backend(Long.class);
        both.restore(List.of(bytes(left.snapshot(1))));
        both.restore(List.of(bytes(right.snapshot(1))));
        longs(both);

        assertThat(both.snapshot(2).full()).isTrue();
    }

    @Test
    void mentionsADroppedPaneUntilItIsConfirmed() {
        PanedState<Long> paned = backend.paned("paned", Codecs.longs());
        put(0, KEYS, 1);
        backend.currentKey(1L);
        paned.update(10, 1L);
        paned.update(20, 1L);
        backend.currentKey(2L);
        paned.update(10, 1L);
        byte[] base = confirmed(1);
        paned.dropPane(10);
        backend.snapshot(2);
        backend.currentKey(1L);
        paned.update(10, 5L);
        byte[] delta = confirmed(3);
        paned.update(30, 5L);
        paned.dropPane(30);

        KeyedStateBackend again = restored(Long.class, base, delta);
        PanedState<Long> same = again.paned("paned", Codecs.longs());
        again.currentKey(1L);
        assertThat(same.panes()).containsExactly(10, 20);
        assertThat(same.value(10)).isEqualTo(5L);
        again.currentKey(2L);
        assertThat(same.value(10)).isNull();
        // A pane that came and went between two snapshots leaves no trace.
        assertThat(backend.snapshot(4).empty()).isTrue();
    }

    @Test
    void ignoresConfirmationsOfCheckpointsThatItDoesNotKnow() {
        put(0, KEYS, 1);
        backend.snapshot(5);
        backend.checkpointConfirmed(4);

        assertThat(backend.snapshot(6).full()).isTrue();
    }
}
