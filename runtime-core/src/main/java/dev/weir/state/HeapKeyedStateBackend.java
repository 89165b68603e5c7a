package dev.weir.state;

import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keyed state as flat bytes on the heap. */
final class HeapKeyedStateBackend implements KeyedStateBackend {
    private final CodecRegistry registry;
    private final CurrentKey key;
    private final Epochs epochs = new Epochs();
    private final SortedMap<String, StoredState> states = new TreeMap<>();
    /** What was handed out for a name: one object, because it remembers slots. */
    private final Map<String, Object> views = new HashMap<>();

    private Fetchable[] fetchables = {};
    /** Not used, but what is read from memory has to go somewhere, or the compiler would leave the reading out. */
    @SuppressWarnings("UnusedVariable")
    private int fetched;

    private final StateRestorer restorer;
    private final StateCopier copier;

    HeapKeyedStateBackend(CodecRegistry registry, Type keyType, int maxParallelism, int firstGroup, int endGroup) {
        this.registry = registry;
        this.key = new CurrentKey(registry, keyType, maxParallelism, firstGroup, endGroup);
        this.restorer = new StateRestorer(key, epochs, states);
        this.copier = new StateCopier(key, epochs, states.values());
    }

    @Override
    public void currentKey(Object current) {
        key.set(current);
    }

    @Override
    public Object currentKey() {
        return key.object();
    }

    @Override
    public void announceKey(Object upcoming) {
        key.announce(upcoming);
    }

    @Override
    public void nextKey() {
        AnnouncedKeys announced = key.announced();
        if (announced.isAtStart()) {
            for (Fetchable view : fetchables) {
                fetched += view.fetch(announced);
            }
        }
        key.next();
    }

    @Override
    public <T> ValueState<T> state(ValueStateDescriptor<T> descriptor) {
        ValueCodec<T> codec = valueCodec(descriptor);
        return register(
                descriptor.name(),
                new StateShape(StateKind.VALUE, List.of(codec.format())),
                stored -> new HeapValueState<>(key, stored, codec));
    }

    @Override
    public <T> ListState<T> state(ListStateDescriptor<T> descriptor) {
        ValueCodec<T> codec = valueCodec(descriptor);
        return register(
                descriptor.name(),
                new StateShape(StateKind.LIST, List.of(codec.format())),
                stored -> new HeapListState<>(key, stored, codec));
    }

    @Override
    public <K, V> MapState<K, V> state(MapStateDescriptor<K, V> descriptor) {
        Codec<K> own = descriptor.keyCodec();
        Codec<K> mapKey = own == null ? registry.keyCodec(descriptor.keyType()) : own.duplicate();
        ValueCodec<V> codec = valueCodec(descriptor);
        return register(
                descriptor.name(),
                new StateShape(StateKind.MAP, List.of(ValueFormat.of(mapKey), codec.format())),
                stored -> new HeapMapState<>(key, stored, mapKey, codec));
    }

    @Override
    public <T> PanedState<T> paned(String name, Codec<T> codec) {
        ValueCodec<T> own = new ValueCodec<>(name, codec.duplicate());
        return register(
                name,
                new StateShape(StateKind.PANED, List.of(own.format())),
                stored -> new HeapPanedState<>(key, stored, own));
    }

    @Override
    public InternalTimers timers() {
        return register(
                HeapTimers.NAME, new StateShape(StateKind.TIMERS, List.of()), stored -> new HeapTimers(key, stored));
    }

    private <T> ValueCodec<T> valueCodec(StateDescriptor<T> descriptor) {
        @Nullable Codec<T> own = descriptor.codec();
        return new ValueCodec<>(descriptor.name(), own == null ? registry.codec(descriptor.type()) : own.duplicate());
    }

    @SuppressWarnings("unchecked")
    private <S> S register(String name, StateShape shape, Function<StoredState, S> view) {
        restorer.finish();
        StoredState stored = states.get(name);
        if (stored == null) {
            stored = new StoredState(name, shape, key, epochs);
            states.put(name, stored);
        } else if (!stored.shape().equals(shape)) {
            throw mismatch(name, stored.shape(), shape);
        }
        Object known = views.get(name);
        if (known == null) {
            known = view.apply(stored);
            views.put(name, known);
            if (known instanceof Fetchable fetchable) {
                fetchables = Arrays.copyOf(fetchables, fetchables.length + 1);
                fetchables[fetchables.length - 1] = fetchable;
            }
        }
        return (S) known;
    }

    private WeirException mismatch(String name, StateShape before, StateShape now) {
        if (views.containsKey(name)) {
            return new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot register state " + name + ": the name is taken by another state of this operator: "
                            + before.describe() + ", now " + now.describe() + "; choose another name");
        }
        return new WeirException(
                ErrorCode.STATE_INCOMPATIBLE,
                "Cannot restore state " + name + ": its format differs: the checkpoint has " + before.describe()
                        + ", the job has " + now.describe()
                        + "; restore the old type, or give the state a new name and the operator a new uid");
    }

    @Override
    public void restore(List<byte[]> chain) {
        restorer.restore(chain);
    }

    @Override
    public void verifyAllRestoredStateIsUsed() {
        for (StoredState state : states.values()) {
            if (!views.containsKey(state.name()) && (state.shape().kind() != StateKind.TIMERS || !state.isEmpty())) {
                throw new WeirException(
                        ErrorCode.STATE_INCOMPATIBLE,
                        "Cannot restore state " + state.name() + ": nothing in the operator uses it: "
                                + state.shape().describe()
                                + "; register it again, or give the operator a new uid to start without state");
            }
        }
    }

    @Override
    public KeyedSnapshot snapshot(long checkpointId) {
        restorer.finish();
        KeyedSnapshot snapshot = new HeapSnapshot(copier.copy());
        epochs.snapshot(checkpointId);
        return snapshot;
    }

    @Override
    public void checkpointConfirmed(long checkpointId) {
        if (epochs.confirm(checkpointId)) {
            copier.tidy();
            key.slotsMoved();
        }
    }

    @Override
    public void close() {
        states.clear();
        views.clear();
    }
}
