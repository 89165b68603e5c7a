package dev.weir.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** The first bytes of a file: they tell gzip, and whether it is still the same file. */
final class FileHead {
    static final int SIZE = 4096;

    private final byte[] bytes;

    private FileHead(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Reads the head of a file as it was when it had a certain size. */
    static FileHead read(Path path, long fileSize) throws IOException {
        try (InputStream in = FileInput.open(path, 0, Math.min(SIZE, fileSize))) {
            return new FileHead(in.readAllBytes());
        }
    }

    int checksum() {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    boolean isGzip() {
        return bytes.length >= 2 && (bytes[0] & 0xFF) == 0x1F && (bytes[1] & 0xFF) == 0x8B;
    }

    boolean isEmpty() {
        return bytes.length == 0;
    }
}
