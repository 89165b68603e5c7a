package dev.weir.consistency.live;

import dev.weir.consistency.history.OutputRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What has changed between two looks at a destination, each a multiset of records. A table with open addressing holds every record
 * that was ever seen with its count in the last look and in this one, so that a look costs no more than reading it.
 *
 * <p><b>Lifecycle:</b> {@link #see} each record of a look, then {@link #commit}; or {@link #discard}. <b>Threading:</b> one thread at
 * a time.
 */
final class RecordDifference {
    private static final int SMALLEST = 1 << 12;

    private @Nullable OutputRecord[] slots = new OutputRecord[SMALLEST];
    private int[] before = new int[SMALLEST];
    private int[] now = new int[SMALLEST];
    private int used;
    private final List<OutputRecord> appeared = new ArrayList<>();
    private long size;

    void see(OutputRecord record) {
        if (2 * used >= slots.length) {
            grow();
        }
        int slot = slotOf(record);
        if (slots[slot] == null) {
            slots[slot] = record;
            used++;
        }
        if (++now[slot] > before[slot]) {
            appeared.add(record);
        }
    }

    /** Ends the look: passes on what vanished since the last one, then what appeared. */
    void commit(Consumer<OutputRecord> onVanished, Consumer<OutputRecord> onAppeared) {
        size = 0;
        for (int slot = 0; slot < slots.length; slot++) {
            OutputRecord record = slots[slot];
            if (record != null) {
                for (int missing = before[slot] - now[slot]; missing > 0; missing--) {
                    onVanished.accept(record);
                }
                before[slot] = now[slot];
                size += now[slot];
            }
        }
        Arrays.fill(now, 0);
        appeared.forEach(onAppeared);
        appeared.clear();
    }

    /** The look broke off: as if it had never begun. */
    void discard() {
        Arrays.fill(now, 0);
        appeared.clear();
    }

    /** How many records the last whole look saw. */
    long size() {
        return size;
    }

    private int slotOf(OutputRecord record) {
        int mask = slots.length - 1;
        int slot = spread(record) & mask;
        for (OutputRecord other = slots[slot]; other != null && !other.equals(record); other = slots[slot]) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /** Only what differs between most records; the rest is for {@code equals}. */
    private static int spread(OutputRecord record) {
        long bits = record.hash() * 0x9E3779B97F4A7C15L + record.attempt();
        bits = (bits ^ record.offset()) * 0xBF58476D1CE4E5B9L + record.partition();
        return (int) (bits ^ bits >>> 32);
    }

    private void grow() {
        @Nullable OutputRecord[] oldSlots = slots;
        int[] oldBefore = before;
        int[] oldNow = now;
        slots = new OutputRecord[2 * oldSlots.length];
        before = new int[slots.length];
        now = new int[slots.length];
        for (int old = 0; old < oldSlots.length; old++) {
            OutputRecord record = oldSlots[old];
            if (record != null) {
                int slot = slotOf(record);
                slots[slot] = record;
                before[slot] = oldBefore[old];
                now[slot] = oldNow[old];
            }
        }
    }
}
