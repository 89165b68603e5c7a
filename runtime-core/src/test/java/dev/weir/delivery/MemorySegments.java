package dev.weir.delivery;

import dev.weir.state.FileRef;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/** Segments that survive a crash once they are finished. */
final class MemorySegments implements SegmentStore {
    private final Map<String, byte[]> finished = new TreeMap<>();
    private final Set<String> created = new TreeSet<>();
    private final Set<String> closed = new TreeSet<>();
    private final Map<String, Integer> reads = new HashMap<>();

    @Override
    public SegmentFile create(String name) {
        if (!created.add(name)) {
            throw new IllegalStateException("created twice: " + name);
        }
        return new MemoryFile(name);
    }

    @Override
    public byte[] read(FileRef file) {
        reads.merge(file.name(), 1, Integer::sum);
        byte[] bytes = finished.get(file.name());
        if (bytes == null) {
            throw new IllegalStateException("not durable: " + file.name());
        }
        return bytes.clone();
    }

    Map<String, byte[]> finished() {
        return finished;
    }

    Set<String> created() {
        return created;
    }

    /** Closed before they were finished. */
    Set<String> closed() {
        return closed;
    }

    int reads() {
        return reads.values().stream().mapToInt(Integer::intValue).sum();
    }

    private final class MemoryFile extends SegmentFile {
        private final String name;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        MemoryFile(String name) {
            this.name = name;
        }

        @Override
        public void write(int value) {
            content.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            content.write(bytes, offset, length);
        }

        @Override
        public void close() {
            closed.add(name);
        }

        @Override
        public FileRef finish() {
            byte[] bytes = content.toByteArray();
            finished.put(name, bytes);
            CRC32C crc = new CRC32C();
            crc.update(bytes);
            return new FileRef(name, bytes.length, (int) crc.getValue());
        }
    }
}
