package dev.weir.state;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.state.InternalTimers.Action;

/**
 * The timers of one time domain. The truth is a table, which removes duplicates and is part of snapshots; the queue gives
 * the order and is made from the table. The queue may hold more than the table, never less.
 */
final class DomainTimers {
    private static final int REBUILD_FROM = 1024;
    private static final int GROUP = Integer.BYTES;
    private static final byte[] NO_VALUE = {};

    private final byte domain;
    private final CurrentKey key;
    private final StoredState state;
    private final TimerQueue queue = new TimerQueue();
    private final ByteWriter entry = new ByteWriter();
    private final ByteWriter queued = new ByteWriter();
    private final ByteReader reader = new ByteReader(new byte[0]);
    /** How many timers the queue holds that the table does not. */
    private int surplus;

    /**
     * @param domain the domain's code in files
     */
    DomainTimers(byte domain, CurrentKey key, StoredState state) {
        this.domain = domain;
        this.key = key;
        this.state = state;
        fill();
    }

    void register(long time) {
        key.require();
        int hash = pointTo(time, key.bytes(), key.offset(), key.length());
        if (isAlive(key.group(), hash)) {
            return;
        }
        state.require(0).put(key.group(), hash, entry.array(), 0, entry.size(), NO_VALUE, 0, 0);
        queued.clear();
        queued.writeInt(key.group());
        queued.writeBytes(key.bytes(), key.offset(), key.length());
        queue.add(time, queued.array(), 0, queued.size());
        if (surplus > Math.max(REBUILD_FROM, queue.size() >> 1)) {
            fill();
        }
    }

    void delete(long time) {
        key.require();
        int hash = pointTo(time, key.bytes(), key.offset(), key.length());
        if (state.require(0).remove(key.group(), hash, entry.array(), 0, entry.size())) {
            surplus++;
        }
    }

    long nextTime() {
        while (surplus > 0 && !queue.isEmpty() && !isAlive(firstGroup(), pointToFirst())) {
            queue.removeFirst();
            surplus--;
        }
        return queue.isEmpty() ? Long.MAX_VALUE : queue.firstTime();
    }

    void advance(long time, Action action) {
        while (!queue.isEmpty() && queue.firstTime() <= time) {
            long due = queue.firstTime();
            int group = firstGroup();
            int hash = pointToFirst();
            queue.removeFirst();
            if (state.require(0).remove(group, hash, entry.array(), 0, entry.size())) {
                int prefix = StateKind.DOMAIN_AND_TIME;
                key.set(entry.array(), prefix, entry.size() - prefix, group);
                run(action, due);
            } else {
                surplus--;
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
                    ErrorCode.USER_FUNCTION,
                    "Cannot run a timer: it failed: time " + time + ", " + e + "; see the cause",
                    e);
        }
    }

    /** Puts the table's key of a timer into {@code entry}; returns its hash. */
    private int pointTo(long time, byte[] bytes, int offset, int length) {
        entry.clear();
        entry.writeByte(domain);
        entry.writeLong(time);
        entry.writeBytes(bytes, offset, length);
        return ByteHash.of(entry.array(), 0, entry.size());
    }

    private int pointToFirst() {
        return pointTo(queue.firstTime(), queue.bytes(), queue.firstStart() + GROUP, queue.firstLength() - GROUP);
    }

    private int firstGroup() {
        return reader.reset(queue.bytes(), queue.firstStart(), GROUP).readInt();
    }

    /** Whether the table holds what {@code entry} says. */
    private boolean isAlive(int group, int hash) {
        Table table = state.require(0).find(group, hash);
        int slot = table == null ? Table.ABSENT : table.find(entry.array(), 0, entry.size(), hash);
        return table != null && slot >= 0 && table.isLive(slot);
    }

    /** Makes the queue anew from the table. */
    private void fill() {
        queue.clear();
        surplus = 0;
        for (int i = 0; i < state.count(); i++) {
            TableSet tables = state.tables(i);
            for (int group = key.firstGroup(); group < key.endGroup(); group++) {
                for (Table table = tables.next(group, null); table != null; table = tables.next(group, table)) {
                    fill(group, table);
                }
            }
        }
        queue.order();
    }

    private void fill(int group, Table table) {
        for (int slot = 0; slot < table.slotCount(); slot++) {
            if (table.isLive(slot)) {
                table.readKey(slot, reader);
                if (reader.readByte() == domain) {
                    long time = reader.readLong();
                    queued.clear();
                    queued.writeInt(group);
                    queued.writeBytes(reader.array(), reader.position(), reader.remaining());
                    queue.append(time, queued.array(), 0, queued.size());
                }
            }
        }
    }
}
