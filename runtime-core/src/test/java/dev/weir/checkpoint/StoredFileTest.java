package dev.weir.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.state.FileRef;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class StoredFileTest {
    private static final Path FOLDER = Path.of("/folder");

    @Test
    void holdsWhatWasWrittenInPiecesOfAnySize() throws IOException {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            MemoryDisk disk = new MemoryDisk();
            disk.createDirectories(FOLDER);
            DataFolder data = new DataFolder(disk, new StoreErrors(disk), FOLDER);
            ByteArrayOutputStream expected = new ByteArrayOutputStream();

            FileRef written;
            try (StoredFile file = data.create("file", ref -> {})) {
                for (int pieces = random.nextInt(20); pieces > 0; pieces--) {
                    byte[] piece = new byte[random.nextInt(1 << random.nextInt(17))];
                    random.nextBytes(piece);
                    file.write(piece, 0, piece.length);
                    file.write(pieces);
                    expected.writeBytes(piece);
                    expected.write(pieces);
                }
                written = file.finish();
            }

            assertThat(data.read(written)).as("seed %d", seed).isEqualTo(expected.toByteArray());
        }
    }
}
