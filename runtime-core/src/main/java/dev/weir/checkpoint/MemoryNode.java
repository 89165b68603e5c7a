package dev.weir.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** What a {@link MemoryDisk} holds: what a process sees, and beside it what a power failure leaves. */
sealed interface MemoryNode {
    /** What is left of it after a power failure. */
    MemoryNode survivor(RandomGenerator random);

    /** Bytes, of which a prefix is durable. */
    final class MemoryFile implements MemoryNode {
        private byte[] bytes = new byte[64];
        private int size;
        private int durable;

        void append(byte[] source, int offset, int length) throws IOException {
            if (length > Integer.MAX_VALUE - 8 - size) {
                throw new IOException("a file in memory cannot exceed 2 GiB");
            }
            if (bytes.length - size < length) {
                long doubled = Math.min(2L * bytes.length, Integer.MAX_VALUE - 8);
                bytes = Arrays.copyOf(bytes, (int) Math.max(doubled, size + length));
            }
            System.arraycopy(source, offset, bytes, size, length);
            size += length;
        }

        void sync() {
            durable = size;
        }

        /** The content as it is now: what is appended later goes behind it or into another array. */
        InputStream content() {
            return new ByteArrayInputStream(bytes, 0, size);
        }

        int size() {
            return size;
        }

        /**
         * Bytes that were not synced are lost, kept, cut off anywhere, or kept in length but with a hole of zeros, as
         * file systems do that write a length before the bytes.
         */
        @Override
        public MemoryFile survivor(RandomGenerator random) {
            MemoryFile survivor = new MemoryFile();
            int loose = size - durable;
            int outcome = loose == 0 ? 1 : random.nextInt(4);
            int kept = durable
                    + switch (outcome) {
                        case 0 -> 0;
                        case 2 -> random.nextInt(loose + 1);
                        default -> loose;
                    };
            survivor.bytes = Arrays.copyOf(bytes, Math.max(64, kept));
            if (outcome == 3) {
                int from = durable + random.nextInt(loose);
                Arrays.fill(survivor.bytes, from, from + 1 + random.nextInt(kept - from), (byte) 0);
            }
            survivor.size = kept;
            survivor.durable = kept;
            return survivor;
        }
    }

    /** Names, of which some changes are not durable. */
    final class MemoryDirectory implements MemoryNode {
        private final TreeMap<String, MemoryNode> names = new TreeMap<>();
        private final TreeMap<String, MemoryNode> durable = new TreeMap<>();
        private final List<Change> changes = new ArrayList<>();

        Map<String, MemoryNode> names() {
            return names;
        }

        void put(String name, MemoryNode node) {
            change(target -> target.put(name, node));
        }

        void remove(String name) {
            change(target -> target.remove(name));
        }

        void rename(String from, String to, MemoryNode node) {
            change(target -> {
                target.remove(from);
                target.put(to, node);
            });
        }

        void sync() {
            changes.forEach(change -> change.applyTo(durable));
            changes.clear();
        }

        private void change(Change change) {
            change.applyTo(names);
            changes.add(change);
        }

        /** Any of the changes that were not synced may be lost, one without another, but each is atomic. */
        @Override
        public MemoryDirectory survivor(RandomGenerator random) {
            TreeMap<String, MemoryNode> kept = new TreeMap<>(durable);
            int outcome = random.nextInt(4);
            for (Change change : changes) {
                if (outcome == 1 || (outcome > 1 && random.nextBoolean())) {
                    change.applyTo(kept);
                }
            }
            MemoryDirectory survivor = new MemoryDirectory();
            kept.forEach((name, node) -> survivor.put(name, node.survivor(random)));
            survivor.sync();
            return survivor;
        }
    }

    /** One change of a folder. */
    @FunctionalInterface
    interface Change {
        void applyTo(Map<String, MemoryNode> names);
    }
}
