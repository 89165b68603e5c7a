package dev.weir.state;

import dev.weir.codec.ByteWriter;
import dev.weir.state.StateFile.Section;
import java.util.List;

/** Copies the changed entries of tables into sections. Whole entries move as bytes; nothing is encoded. */
final class SectionCopier {
    private final ByteWriter live = new ByteWriter();
    private final ByteWriter buried = new ByteWriter();
    private int liveCount;
    private int buriedCount;

    /**
     * Copies the entries of a group that are newer than an epoch, if there are any.
     *
     * @return how many
     */
    int copy(long address, TableSet tables, int group, int newerThan, Tombstones tombstones, List<Section> sections) {
        live.clear();
        buried.clear();
        liveCount = 0;
        buriedCount = 0;
        for (Table table = tables.next(group, null); table != null; table = tables.next(group, table)) {
            if (table.newestEpoch() > newerThan) {
                copy(table, newerThan, tombstones == Tombstones.KEPT);
            }
        }
        int count = liveCount + buriedCount;
        if (count > 0) {
            live.writeBytes(buried.array(), 0, buried.size());
            sections.add(Section.of(address, group, liveCount, buriedCount, live));
        }
        return count;
    }

    private void copy(Table table, int newerThan, boolean keepTombstones) {
        int slots = table.slotCount();
        for (int start = 0; start < slots; start += 1 << Table.BLOCK_SHIFT) {
            if (table.blockEpoch(start >> Table.BLOCK_SHIFT) > newerThan) {
                int end = Math.min(slots, start + (1 << Table.BLOCK_SHIFT));
                for (int slot = start; slot < end; slot++) {
                    int epoch = table.epochAt(slot);
                    if (epoch > newerThan) {
                        copyLive(table, slot);
                    } else if (keepTombstones && -epoch > newerThan) {
                        copyKey(table, slot, buried);
                        buriedCount++;
                    }
                }
            }
        }
    }

    private void copyLive(Table table, int slot) {
        EntryLayout layout = table.layout();
        liveCount++;
        if (layout.inline()) {
            int width = layout.keyWidth() + layout.valueWidth();
            int target = live.reserve(width);
            FewBytes.copy(table.slots(), table.keyOffset(slot), live.array(), target, width);
            return;
        }
        copyKey(table, slot, live);
        if (layout.valueInline()) {
            live.writeBytes(table.slots(), table.valueOffset(slot), layout.valueWidth());
        } else {
            copyString(table.arena(), table.valueReference(slot), live);
        }
    }

    private static void copyKey(Table table, int slot, ByteWriter out) {
        if (table.layout().keyInline()) {
            out.writeBytes(table.slots(), table.keyOffset(slot), table.layout().keyWidth());
        } else {
            copyString(table.arena(), table.keyReference(slot), out);
        }
    }

    private static void copyString(Arena arena, int reference, ByteWriter out) {
        int length = arena.length(reference);
        out.writeVarInt(length);
        out.writeBytes(arena.array(), Arena.start(reference), length);
    }

    /** Whether removed keys are of interest. */
    enum Tombstones {
        KEPT,
        LEFT_OUT
    }
}
