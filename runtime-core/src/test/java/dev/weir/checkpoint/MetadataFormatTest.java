package dev.weir.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.checkpoint.CheckpointMetadata.OperatorState;
import dev.weir.checkpoint.CheckpointMetadata.SubtaskState;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.state.FileRef;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class MetadataFormatTest {
    private static final String REMEDY =
            "; restore from an older checkpoint or savepoint by naming it explicitly with fromSavepoint(path)";
    private static final CheckpointMetadata METADATA = new CheckpointMetadata(
            "orders é",
            "5f2d9a71c3e8",
            3,
            42,
            true,
            1_700_000_000_123L,
            128,
            List.of(
                    new OperatorState("source", "file source", List.of(subtask(1), subtask(2))),
                    new OperatorState("", "", List.of()),
                    new OperatorState(
                            "sum",
                            "rolling sum",
                            List.of(subtask(3, new FileRef("3-sum-0", 1L << 40, -5), new FileRef("~", 0, 0))))));

    @Test
    void readsWhatItWrote() {
        assertThat(MetadataFormat.decode(MetadataFormat.encode(METADATA), "x"))
                .usingRecursiveComparison()
                .isEqualTo(METADATA);
    }

    @Test
    void refusesEveryFlippedBit() {
        byte[] bytes = MetadataFormat.encode(METADATA);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] damaged = bytes.clone();
            damaged[bit / 8] ^= (byte) (1 << (bit % 8));
            assertCorrupt(() -> MetadataFormat.decode(damaged, "x"));
        }
    }

    @Test
    void refusesEveryOtherByte() {
        byte[] bytes = MetadataFormat.encode(METADATA);
        for (int at = 0; at < bytes.length; at++) {
            for (int value = 0; value < 256; value++) {
                byte[] damaged = bytes.clone();
                damaged[at] = (byte) value;
                if (damaged[at] != bytes[at]) {
                    assertCorrupt(() -> MetadataFormat.decode(damaged, "x"));
                }
            }
        }
    }

    @Test
    void refusesEveryTruncationHoleAndInsertion() {
        byte[] bytes = MetadataFormat.encode(METADATA);
        for (int at = 0; at < bytes.length; at++) {
            byte[] truncated = Arrays.copyOf(bytes, at);
            assertCorrupt(() -> MetadataFormat.decode(truncated, "x"));

            byte[] shifted = new byte[bytes.length + 1];
            System.arraycopy(bytes, 0, shifted, 0, at);
            System.arraycopy(bytes, at, shifted, at + 1, bytes.length - at);
            assertCorrupt(() -> MetadataFormat.decode(shifted, "x"));

            byte[] zeroed = bytes.clone();
            Arrays.fill(zeroed, at, zeroed.length, (byte) 0);
            if (!Arrays.equals(zeroed, bytes)) {
                assertCorrupt(() -> MetadataFormat.decode(zeroed, "x"));
            }
        }
        assertCorrupt(() -> MetadataFormat.decode(Arrays.copyOf(bytes, bytes.length + 1), "x"));
        assertCorrupt(() -> MetadataFormat.decode(Arrays.copyOf(bytes, bytes.length * 2), "x"));
    }

    /** A wrong length inside the body, under a right checksum, must not allocate or fail in another way. */
    @Test
    void refusesEveryOtherByteUnderRightChecksum() {
        byte[] bytes = MetadataFormat.encode(METADATA);
        for (int at = 16; at < bytes.length - 4; at++) {
            for (int value : new int[] {0, 1, 0x7f, 0x80, 0xff}) {
                byte[] damaged = bytes.clone();
                damaged[at] = (byte) value;
                sign(damaged);
                try {
                    assertThat(MetadataFormat.decode(damaged, "x")).isNotNull();
                } catch (WeirException e) {
                    assertThat(e.code()).isEqualTo(ErrorCode.CHECKPOINT_CORRUPT);
                }
            }
        }
    }

    @Test
    void saysWhatIsWrong() {
        byte[] bytes = MetadataFormat.encode(METADATA);
        int length = bytes.length;

        assertCorrupt(() -> MetadataFormat.decode(new byte[3], "/x.meta"))
                .hasMessage("Cannot read checkpoint /x.meta: it is too short: expected at least 20 bytes, found 3"
                        + REMEDY);
        assertCorrupt(() -> MetadataFormat.decode(new byte[30], "/x.meta"))
                .hasMessage("Cannot read checkpoint /x.meta: it does not begin like one:"
                        + " expected 0x54504b4352494557, found 0x0" + REMEDY);
        assertCorrupt(() -> MetadataFormat.decode(Arrays.copyOf(bytes, length - 1), "/x.meta"))
                .hasMessage("Cannot read checkpoint /x.meta: its length is wrong: expected a body of " + (length - 20)
                        + " bytes, found " + (length - 21) + REMEDY);
        bytes[30] ^= 1;
        assertCorrupt(() -> MetadataFormat.decode(bytes, "/x.meta"))
                .hasMessageMatching("Cannot read checkpoint /x\\.meta: its checksum is wrong:"
                        + " expected CRC32C 0x[0-9a-f]+, found 0x[0-9a-f]+; restore .*");
        assertCorrupt(() -> MetadataFormat.checkSize(1L << 31, "/x.meta"))
                .hasMessage("Cannot read checkpoint /x.meta: it is too long: expected at most 1073741824 bytes,"
                        + " found 2147483648" + REMEDY);
    }

    @Test
    void refusesNewerVersion() {
        byte[] bytes = MetadataFormat.encode(METADATA);
        bytes[8] = 7;
        sign(bytes);

        Failures.assertFails(ErrorCode.CHECKPOINT_TOO_NEW, () -> MetadataFormat.decode(bytes, "/x.meta"))
                .hasMessage("Cannot read checkpoint /x.meta: a newer Weir wrote it: format version 7,"
                        + " this one reads up to 1; run that Weir or a newer one");
    }

    private static void sign(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, bytes.length - 4);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length - 4, (int) checksum.getValue());
    }

    private static AbstractThrowableAssert<?, ?> assertCorrupt(ThrowingCallable call) {
        return Failures.assertFails(ErrorCode.CHECKPOINT_CORRUPT, call);
    }

    private static SubtaskState subtask(int seed, FileRef... files) {
        return new SubtaskState(
                new byte[] {(byte) seed, 2, 3}, List.of(files), List.of(new FileRef("segment" + seed, 17, seed)), seed);
    }
}
