package dev.weir.state;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;

/**
 * Timers: the truth is a table, which removes duplicates and is part of snapshots; a queue for each domain gives the
 * order and is made from the table. A queue may hold more than the table, never less.
 */
final class HeapTimers implements InternalTimers {
    /** No name that a user's state could have by accident. */
    static final String NAME = "(timers)";

    private static final int REBUILD_FROM = 1024;
    private static final byte[] NO_VALUE = {};

    private final CurrentKey key;
    private final StoredState state;
    private final TimerQueue[] queues = new TimerQueue[TimeDomain.values().length];
    private final int[] surplus = new int[queues.length];
    private final ByteWriter entry = new ByteWriter();
    private final ByteWriter queued = new ByteWriter();
    private final ByteReader reader = new ByteReader(new byte[0]);

    HeapTimers(CurrentKey key, StoredState state) {
        this.key = key;
        this.state = state;
        for (TimeDomain domain : TimeDomain.values()) {
            queues[domain.ordinal()] = new TimerQueue();
            fill(domain);
        }
    }

    @Override
    public void register(TimeDomain domain, long time) {
        key.require();
        int hash = pointTo(domain, time);
        TableSet tables = state.require(0);
        Table table = tables.find(key.group(), hash);
        int slot = table == null ? Table.ABSENT : table.find(entry.array(), 0, entry.size(), hash);
        if (table != null && slot >= 0 && table.isLive(slot)) {
            return;
        }
        tables.put(key.group(), hash, entry.array(), 0, entry.size(), NO_VALUE, 0, 0);
        queued.clear();
        queued.writeInt(key.group());
        queued.writeBytes(key.bytes(), 0, key.length());
        TimerQueue queue = queues[domain.ordinal()];
        queue.add(time, queued.array(), 0, queued.size());
        if (surplus[domain.ordinal()] > Math.max(REBUILD_FROM, queue.size() >> 1)) {
            fill(domain);
        }
    }

    @Override
    public void delete(TimeDomain domain, long time) {
        key.require();
        int hash = pointTo(domain, time);
        if (state.require(0).remove(key.group(), hash, entry.array(), 0, entry.size())) {
            surplus[domain.ordinal()]++;
        }
    }

    private int pointTo(TimeDomain domain, long time) {
        return pointTo(domain, time, key.bytes(), 0, key.length());
    }

    private int pointTo(TimeDomain domain, long time, byte[] bytes, int offset, int length) {
        entry.clear();
        entry.writeByte(domain.ordinal());
        entry.writeLong(time);
        entry.writeBytes(bytes, offset, length);
        return ByteHash.of(entry.array(), 0, entry.size());
    }

    @Override
    public long nextTime(TimeDomain domain) {
        TimerQueue queue = queues[domain.ordinal()];
        while (surplus[domain.ordinal()] > 0 && !queue.isEmpty() && !firstIsAlive(domain, queue)) {
            queue.removeFirst();
            surplus[domain.ordinal()]--;
        }
        return queue.isEmpty() ? Long.MAX_VALUE : queue.firstTime();
    }

    private boolean firstIsAlive(TimeDomain domain, TimerQueue queue) {
        int hash = pointToFirst(domain, queue);
        Table table = state.require(0).find(groupOfFirst(queue), hash);
        int slot = table == null ? Table.ABSENT : table.find(entry.array(), 0, entry.size(), hash);
        return table != null && slot >= 0 && table.isLive(slot);
    }

    private int pointToFirst(TimeDomain domain, TimerQueue queue) {
        return pointTo(
                domain,
                queue.firstTime(),
                queue.bytes(),
                queue.firstStart() + Integer.BYTES,
                queue.firstLength() - Integer.BYTES);
    }

    private int groupOfFirst(TimerQueue queue) {
        return reader.reset(queue.bytes(), queue.firstStart(), Integer.BYTES).readInt();
    }

    @Override
    public void advance(TimeDomain domain, long time, Action action) {
        TimerQueue queue = queues[domain.ordinal()];
        while (!queue.isEmpty() && queue.firstTime() <= time) {
            long due = queue.firstTime();
            int group = groupOfFirst(queue);
            int hash = pointToFirst(domain, queue);
            queue.removeFirst();
            if (state.require(0).remove(group, hash, entry.array(), 0, entry.size())) {
                key.set(entry.array(), StateKind.DOMAIN_AND_TIME, entry.size() - StateKind.DOMAIN_AND_TIME, group);
                run(action, due);
            } else {
                surplus[domain.ordinal()]--;
            }
        }
    }

    private static void run(Action action, long time) {
        try {
            action.onTimer(time);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new WeirException(
                    ErrorCode.USER_FUNCTION, "Cannot run a timer: it failed: time " + time + ", " + e, e);
        }
    }

    /** Makes the queue anew from the table. */
    private void fill(TimeDomain domain) {
        TimerQueue queue = queues[domain.ordinal()];
        queue.clear();
        surplus[domain.ordinal()] = 0;
        for (int i = 0; i < state.count(); i++) {
            TableSet tables = state.tables(i);
            for (int group = key.firstGroup(); group < key.endGroup(); group++) {
                for (Table table = tables.next(group, null); table != null; table = tables.next(group, table)) {
                    fill(domain, queue, group, table);
                }
            }
        }
        queue.order();
    }

    private void fill(TimeDomain domain, TimerQueue queue, int group, Table table) {
        for (int slot = 0; slot < table.slotCount(); slot++) {
            if (table.isLive(slot)) {
                pointTo(table, slot);
                if (reader.readByte() == domain.ordinal()) {
                    long time = reader.readLong();
                    queued.clear();
                    queued.writeInt(group);
                    queued.writeBytes(reader.array(), reader.position(), reader.remaining());
                    queue.append(time, queued.array(), 0, queued.size());
                }
            }
        }
    }

    private void pointTo(Table table, int slot) {
        if (table.layout().keyInline()) {
            reader.reset(table.slots(), table.keyOffset(slot), table.layout().keyWidth());
        } else {
            int reference = table.keyReference(slot);
            reader.reset(
                    table.arena().array(), Arena.start(reference), table.arena().length(reference));
        }
    }
}
