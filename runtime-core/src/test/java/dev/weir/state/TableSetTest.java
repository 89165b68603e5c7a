package dev.weir.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.codec.ByteReader;
import dev.weir.codec.Codec;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TableSetTest {
    private final Epochs epochs = new Epochs();

    private static byte[] key(int number) {
        return ByteBuffer.allocate(8).putLong(number).array();
    }

    private static void put(TableSet set, byte[] key, byte[] value) {
        set.put(0, ByteHash.of(key, 0, key.length), key, 0, key.length, value, 0, value.length);
    }

    private static byte[] get(TableSet set, byte[] key) {
        int hash = ByteHash.of(key, 0, key.length);
        Table table = set.find(0, hash);
        int slot = table == null ? Table.ABSENT : table.find(key, 0, key.length, hash);
        assertThat(slot).isNotNegative();
        ByteReader reader = new ByteReader(new byte[0]);
        table.readValue(slot, reader);
        return reader.readBytes(reader.remaining());
    }

    private static int tables(TableSet set) {
        int count = 0;
        for (Table table = set.next(0, null); table != null; table = set.next(0, table)) {
            count++;
        }
        return count;
    }

    @Test
    void splitsLargeTables() {
        TableSet set = new TableSet(new EntryLayout(8, 8), epochs, 0, 2);
        for (int i = 0; i < 200_000; i++) {
            put(set, key(i), key(-i));
        }

        assertThat(tables(set)).isBetween(8, 16);
        assertThat(set.next(1, null)).isNull();
        for (int i = 0; i < 200_000; i += 7) {
            assertThat(get(set, key(i))).isEqualTo(key(-i));
        }
        for (Table table = set.next(0, null); table != null; table = set.next(0, table)) {
            assertThat(table.slotCount()).isLessThanOrEqualTo(1 << 15);
        }
    }

    @Test
    void splitsTablesWithLargeValues() {
        TableSet set = new TableSet(new EntryLayout(Codec.VARIABLE, Codec.VARIABLE), epochs, 0, 1);
        byte[] large = new byte[1 << 20];
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 60; i++) {
                large[0] = (byte) i;
                put(set, key(i), large);
            }
        }

        assertThat(tables(set)).isGreaterThan(1);
        assertThat(get(set, key(59))[0]).isEqualTo((byte) 59);
    }

    @Test
    void reusesTheSpaceOfRemovedEntriesAndReplacedValues() {
        TableSet set = new TableSet(new EntryLayout(Codec.VARIABLE, Codec.VARIABLE), epochs, 0, 1);
        Random random = new Random(1);
        for (int i = 0; i < 300_000; i++) {
            byte[] key = key(i);
            put(set, key, new byte[random.nextInt(100)]);
            put(set, key(-1 - i % 10), new byte[random.nextInt(100)]);
            assertThat(set.remove(0, ByteHash.of(key, 0, 8), key, 0, 8)).isTrue();
        }

        Table table = set.next(0, null);
        assertThat(table.live()).isEqualTo(10);
        assertThat(table.slotCount()).isLessThan(100);
        assertThat(table.arena().array().length).isLessThan(20_000);
    }

    @Test
    void givesMemoryBackOnceRemovalsAreConfirmed() {
        Table table = new Table(new EntryLayout(8, 8), epochs, 0, 0);
        for (int i = 0; i < 10_000; i++) {
            byte[] key = key(i);
            int hash = ByteHash.of(key, 0, 8);
            int slot = table.put(key, 0, 8, hash, key, 0, 8);
            if (i % 100 != 0) {
                table.remove(slot);
            }
            if (i == 0) {
                epochs.snapshot(1);
            }
        }
        int before = table.slotCount();

        table.trim();
        assertThat(table.slotCount()).isEqualTo(before);
        epochs.snapshot(2);
        epochs.confirm(2);
        table.trim();
        assertThat(table.slotCount()).isLessThan(before / 10);
        assertThat(table.live()).isEqualTo(100);
    }

    @Test
    void takesAboutAsLongToFillInTheOrderOfAnotherTable() {
        TableSet from = new TableSet(new EntryLayout(8, 8), epochs, 0, 1);
        TableSet to = new TableSet(new EntryLayout(8, 8), epochs, 0, 1);
        for (int i = 0; i < 20_000; i++) {
            put(from, key(i), key(i));
        }
        Table table = from.next(0, null);
        for (int slot = 0; slot < table.slotCount(); slot++) {
            if (table.isLive(slot)) {
                ByteReader reader = new ByteReader(new byte[0]);
                table.readKey(slot, reader);
                byte[] key = reader.readBytes(8);
                put(to, key, key);
                assertThat(longestRun(to.next(0, null), slot % 1000 == 0)).isLessThan(500);
            }
        }
    }

    private static int longestRun(Table table, boolean look) {
        int longest = 0;
        int run = 0;
        for (int slot = 0; look && slot < table.slotCount(); slot++) {
            run = table.epochAt(slot) == 0 ? 0 : run + 1;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
