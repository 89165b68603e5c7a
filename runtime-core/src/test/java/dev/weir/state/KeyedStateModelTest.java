package dev.weir.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.codec.CodecRegistry;
import dev.weir.codec.Codecs;
import dev.weir.codec.StableHash;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plays random operations on the backend and on plain maps, with checkpoints, crashes, merges and rescales between. */
final class KeyedStateModelTest {
    private static final int GROUPS = 16;
    private static final int STEPS = 10_000;

    @ParameterizedTest
    @CsvSource({"1,30", "2,4", "3,1000", "4,200", "5,20000", "6,50"})
    void behavesLikePlainMaps(long seed, int keys) throws IOException {
        try {
            new Play<Long>(seed, keys, Long.class, key -> (long) key).run();
            new Play<String>(seed, keys, String.class, key -> "key-" + "x".repeat(key % 20) + key).run();
            new Play<Pair>(seed, keys, Object.class, key -> new Pair(key, "p" + key % 3)).run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ", keys " + keys + ": " + e, e);
        }
    }

    record Pair(int number, String text) {}

    /** What one key holds. */
    private static final class Held {
        Long value;
        String text;
        final List<String> list = new ArrayList<>();
        final Map<String, Long> map = new LinkedHashMap<>();
        final TreeMap<Long, Long> panes = new TreeMap<>();
        final TreeMap<Long, Boolean> timers = new TreeMap<>();

        Held copy() {
            Held copy = new Held();
            copy.value = value;
            copy.text = text;
            copy.list.addAll(list);
            copy.map.putAll(map);
            copy.panes.putAll(panes);
            copy.timers.putAll(timers);
            return copy;
        }
    }

    private record Pending(
            long id, List<KeyedSnapshot> snapshots, List<List<byte[]>> bases, Map<Integer, Held> model) {}

    private static final class Play<K> {
        private final Random random;
        private final int keys;
        private final Class<?> type;
        private final Function<Integer, K> toKey;
        private final List<Subtask> subtasks = new ArrayList<>();
        private final List<Pending> pending = new ArrayList<>();

        private Map<Integer, Held> model = new TreeMap<>();
        private Map<Integer, Held> confirmedModel = Map.of();
        private List<List<byte[]>> confirmed = List.of();
        private long checkpoint;
        private long watermark;

        Play(long seed, int keys, Class<?> type, Function<Integer, K> toKey) {
            this.random = new Random(seed);
            this.keys = keys;
            this.type = type;
            this.toKey = toKey;
            start(1);
        }

        private void start(int parallelism) {
            subtasks.clear();
            for (int i = 0; i < parallelism; i++) {
                subtasks.add(new Subtask(type, i, parallelism, confirmed));
            }
        }

        void run() throws IOException {
            for (int i = 0; i < STEPS; i++) {
                int dice = random.nextInt(1000);
                if (dice < 2) {
                    crash();
                } else if (dice < 8) {
                    snapshot();
                } else if (dice < 14) {
                    confirm();
                } else if (dice < 18) {
                    mergeFiles();
                } else if (dice < 22) {
                    fireTimers();
                } else if (dice < 26) {
                    dropPane();
                } else {
                    change();
                }
            }
            verifyAll();
            snapshot();
            confirm();
            crash();
            verifyAll();
        }

        private void change() {
            int number = random.nextInt(keys);
            K key = toKey.apply(number);
            Held held = model.computeIfAbsent(number, any -> new Held());
            Subtask subtask = ownerOf(key);
            makeCurrent(subtask, key);
            verify(subtask, key, held, number % 7 == 0);
            long some = random.nextInt(50);
            switch (random.nextInt(16)) {
                case 0, 1, 2 -> {
                    held.value = some;
                    subtask.value.update(some);
                }
                case 3 -> {
                    held.value = null;
                    subtask.value.clear();
                }
                case 4, 5 -> {
                    held.text = "t".repeat(random.nextInt(40)) + some;
                    subtask.text.update(held.text);
                }
                case 6 -> {
                    held.text = null;
                    subtask.text.clear();
                }
                case 7 -> {
                    held.list.add("e" + some);
                    subtask.list.add("e" + some);
                }
                case 8 -> {
                    if (random.nextInt(4) == 0) {
                        held.list.clear();
                        subtask.list.clear();
                    }
                }
                case 9, 10 -> {
                    held.map.put("m" + some % 10, some);
                    subtask.map.put("m" + some % 10, some);
                }
                case 11 -> {
                    held.map.remove("m" + some % 10);
                    subtask.map.remove("m" + some % 10);
                    if (some % 10 == 0) {
                        held.map.clear();
                        subtask.map.clear();
                    }
                }
                case 12, 13 -> {
                    held.panes.put(some % 5 * 1000, some);
                    subtask.paned.update(some % 5 * 1000, some);
                }
                case 14 -> {
                    held.timers.put(watermark + some, true);
                    subtask.timers.register(TimeDomain.EVENT_TIME, watermark + some);
                }
                default -> {
                    held.timers.remove(watermark + some);
                    subtask.timers.delete(TimeDomain.EVENT_TIME, watermark + some);
                }
            }
            verify(subtask, key, held, false);
        }

        /** Sets the key, or announces it among others of its subtask, which are looked at before. */
        private void makeCurrent(Subtask subtask, K key) {
            if (random.nextBoolean()) {
                subtask.backend.currentKey(key);
                return;
            }
            List<Integer> others = random.ints(random.nextInt(3), 0, keys)
                    .filter(other -> ownerOf(toKey.apply(other)) == subtask)
                    .boxed()
                    .toList();
            others.forEach(other -> subtask.backend.announceKey(toKey.apply(other)));
            subtask.backend.announceKey(key);
            for (int other : others) {
                subtask.backend.nextKey();
                verify(subtask, toKey.apply(other), model.getOrDefault(other, new Held()), other % 7 == 0);
            }
            subtask.backend.nextKey();
        }

        private Subtask ownerOf(K key) {
            int group = KeyGroups.groupOf(StableHash.of(Object.class).applyAsInt(key), GROUPS);
            return subtasks.stream()
                    .filter(each -> each.owns(group))
                    .findFirst()
                    .orElseThrow();
        }

        private void verify(Subtask subtask, K key, Held held, boolean deep) {
            check(subtask.value.value(), held.value);
            check(subtask.text.value(), held.text);
            if (deep) {
                check(subtask.backend.currentKey(), key);
                check(subtask.list.values(), held.list);
                check(subtask.map.entries(), held.map);
                for (long pane = 0; pane < 5000; pane += 1000) {
                    check(subtask.paned.value(pane), held.panes.get(pane));
                }
            }
        }

        /** AssertJ, but only for what is wrong: it would take most of the time. */
        private static void check(Object actual, Object expected) {
            if (!Objects.equals(actual, expected)) {
                assertThat(actual).isEqualTo(expected);
            }
        }

        private void verifyAll() {
            for (Map.Entry<Integer, Held> each : model.entrySet()) {
                K key = toKey.apply(each.getKey());
                Subtask subtask = ownerOf(key);
                subtask.backend.currentKey(key);
                verify(subtask, key, each.getValue(), true);
            }
            Map<Object, Map<Long, Long>> found = new LinkedHashMap<>();
            for (Subtask subtask : subtasks) {
                for (long pane : subtask.paned.panes()) {
                    subtask.paned.forEach(pane, (key, value) -> {
                        assertThat(subtask.backend.currentKey()).isEqualTo(key);
                        assertThat(found.computeIfAbsent(key, any -> new TreeMap<>())
                                        .put(pane, value))
                                .isNull();
                    });
                }
            }
            Map<Object, Map<Long, Long>> expected = new LinkedHashMap<>();
            model.forEach((number, held) -> {
                if (!held.panes.isEmpty()) {
                    expected.put(toKey.apply(number), held.panes);
                }
            });
            assertThat(found).isEqualTo(expected);
        }

        private void dropPane() {
            long pane = random.nextInt(5) * 1000L;
            subtasks.forEach(each -> each.paned.dropPane(pane));
            model.values().forEach(held -> held.panes.remove(pane));
        }

        private void fireTimers() {
            watermark += random.nextInt(20);
            List<String> fired = new ArrayList<>();
            for (Subtask subtask : subtasks) {
                List<Long> times = new ArrayList<>();
                subtask.timers.advance(TimeDomain.EVENT_TIME, watermark, time -> {
                    fired.add(time + " " + subtask.backend.currentKey());
                    times.add(time);
                });
                assertThat(times).isSorted();
                assertThat(subtask.timers.nextTime(TimeDomain.EVENT_TIME)).isGreaterThan(watermark);
            }
            List<String> expected = new ArrayList<>();
            model.forEach((number, held) -> {
                held.timers
                        .headMap(watermark, true)
                        .keySet()
                        .forEach(time -> expected.add(time + " " + toKey.apply(number)));
                held.timers.headMap(watermark, true).clear();
            });
            assertThat(fired).containsExactlyInAnyOrderElementsOf(expected);
        }

        private void snapshot() {
            checkpoint++;
            List<KeyedSnapshot> snapshots = new ArrayList<>();
            List<List<byte[]>> bases = new ArrayList<>();
            for (Subtask subtask : subtasks) {
                snapshots.add(subtask.backend.snapshot(checkpoint));
                bases.add(List.copyOf(subtask.chain));
            }
            Map<Integer, Held> copy = new TreeMap<>();
            model.forEach((number, held) -> copy.put(number, held.copy()));
            pending.add(new Pending(checkpoint, snapshots, bases, copy));
        }

        /** Confirms one of the pending checkpoints; the older ones are aborted by that. */
        private void confirm() throws IOException {
            if (pending.isEmpty()) {
                return;
            }
            Pending chosen = pending.get(random.nextInt(pending.size()));
            pending.removeIf(each -> each.id <= chosen.id);
            List<List<byte[]>> chains = new ArrayList<>();
            for (int i = 0; i < subtasks.size(); i++) {
                KeyedSnapshot snapshot = chosen.snapshots.get(i);
                List<byte[]> chain = new ArrayList<>(snapshot.full() ? List.of() : chosen.bases.get(i));
                if (!snapshot.empty()) {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    snapshot.writeTo(out);
                    chain.add(out.toByteArray());
                }
                chains.add(chain);
                subtasks.get(i).chain = chain;
                subtasks.get(i).backend.checkpointConfirmed(chosen.id);
            }
            confirmed = chains;
            confirmedModel = chosen.model;
        }

        private void mergeFiles() throws IOException {
            for (int i = 0; i < confirmed.size(); i++) {
                List<byte[]> chain = confirmed.get(i);
                if (chain.size() > 1) {
                    int from = random.nextInt(chain.size() - 1);
                    int to = from + 2 + random.nextInt(chain.size() - from - 1);
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    StateFiles.merge(chain.subList(from, to), from == 0, out);
                    chain.subList(from, to).clear();
                    chain.add(from, out.toByteArray());
                }
            }
        }

        /** Goes back to the last confirmed checkpoint, possibly with another parallelism. */
        private void crash() {
            int[] parallelisms = {1, 3, 2, subtasks.size(), subtasks.size()};
            pending.clear();
            model = new TreeMap<>();
            confirmedModel.forEach((number, held) -> model.put(number, held.copy()));
            start(parallelisms[random.nextInt(parallelisms.length)]);
        }
    }

    private static final class Subtask {
        final KeyedStateBackend backend;
        final int first;
        final int end;
        final ValueState<Long> value;
        final ValueState<String> text;
        final ListState<String> list;
        final MapState<String, Long> map;
        final PanedState<Long> paned;
        final InternalTimers timers;
        List<byte[]> chain = new ArrayList<>();

        Subtask(Class<?> type, int index, int parallelism, List<List<byte[]>> restored) {
            first = KeyGroups.firstGroup(index, GROUPS, parallelism);
            end = KeyGroups.endGroup(index, GROUPS, parallelism);
            backend = KeyedStateBackends.heap(CodecRegistry.of(List.of(), Map.of()), type, GROUPS, first, end);
            for (int i = 0; i < restored.size(); i++) {
                boolean overlaps = KeyGroups.firstGroup(i, GROUPS, restored.size()) < end
                        && first < KeyGroups.endGroup(i, GROUPS, restored.size());
                if (overlaps && !restored.get(i).isEmpty()) {
                    backend.restore(restored.get(i));
                }
            }
            if (restored.size() == parallelism) {
                chain = restored.get(index);
            }
            value = backend.state(new ValueStateDescriptor<>("value", Long.class));
            text = backend.state(new ValueStateDescriptor<>("text", String.class));
            list = backend.state(new ListStateDescriptor<>("list", String.class));
            map = backend.state(new MapStateDescriptor<>("map", String.class, Long.class));
            paned = backend.paned("paned", Codecs.longs());
            timers = backend.timers();
            backend.verifyAllRestoredStateIsUsed();
        }

        boolean owns(int group) {
            return first <= group && group < end;
        }
    }
}
