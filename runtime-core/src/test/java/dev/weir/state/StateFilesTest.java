package dev.weir.state;

import static dev.weir.state.Backends.backend;
import static dev.weir.state.Backends.bytes;
import static dev.weir.state.Backends.longs;
import static dev.weir.state.Backends.merged;
import static dev.weir.state.Backends.restored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.codec.Codecs;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

final class StateFilesTest {
    private static final int KEYS = 300;

    /** A chain that sets, changes, removes and drops. */
    private static List<byte[]> chain() {
        List<byte[]> files = new ArrayList<>();
        KeyedStateBackend backend = backend(String.class);
        ValueState<Long> state = longs(backend);
        PanedState<String> paned = backend.paned("paned", Codecs.strings());
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < (round == 0 ? KEYS : 10); i++) {
                backend.currentKey("key" + (i * 7 + round) % KEYS);
                state.update((long) round);
                paned.update(round, "pane" + round);
                if (i % 5 == 4) {
                    state.clear();
                }
            }
            paned.dropPane(round - 2);
            files.add(bytes(backend.snapshot(round)));
            backend.checkpointConfirmed(round);
        }
        return files;
    }

    /** Everything that a chain holds, in words. */
    private static List<String> content(byte[]... chain) {
        KeyedStateBackend backend = restored(String.class, chain);
        ValueState<Long> state = longs(backend);
        PanedState<String> paned = backend.paned("paned", Codecs.strings());
        List<String> content = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            backend.currentKey("key" + i);
            content.add(i + "=" + state.value());
        }
        for (long pane : paned.panes()) {
            paned.forEach(pane, (key, value) -> content.add(pane + " " + key + "=" + value));
        }
        content.sort(null);
        return content;
    }

    @Test
    void saysTheSameAsTheFilesThatItMerged() {
        byte[][] files = chain().toArray(byte[][]::new);
        List<String> expected = content(files);

        for (int from = 0; from < files.length; from++) {
            for (int to = from + 1; to <= files.length; to++) {
                List<byte[]> chain = new ArrayList<>(Arrays.asList(files));
                byte[] merged = merged(from == 0, Arrays.copyOfRange(files, from, to));
                chain.subList(from, to).clear();
                chain.add(from, merged);
                assertThat(content(chain.toArray(byte[][]::new)))
                        .as("%d to %d", from, to)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void keepsRemovalsUnlessItBeginsTheChain() {
        byte[][] files = chain().toArray(byte[][]::new);

        StateFile middle = StateFileFormat.read(merged(false, files[2], files[3]));
        StateFile bottom = StateFileFormat.read(merged(true, files));

        assertThat(middle.full()).isFalse();
        assertThat(middle.states()).anyMatch(state -> !state.dropped().isEmpty());
        assertThat(middle.states().stream().flatMap(state -> state.sections().stream()))
                .anyMatch(section -> section.tombstones() > 0);
        assertThat(bottom.full()).isTrue();
        assertThat(bottom.states()).allMatch(state -> state.dropped().isEmpty());
        assertThat(bottom.states().stream().flatMap(state -> state.sections().stream()))
                .allMatch(section -> section.tombstones() == 0);
    }

    @Test
    void refusesAChainThatBeginsWithChanges() {
        byte[][] files = chain().toArray(byte[][]::new);
        String message = "Cannot read a state file: it is damaged: its chain begins with changes only;"
                + " restore another checkpoint";

        assertThatThrownBy(() -> merged(true, files[1], files[2])).hasMessage(message);
        assertThatThrownBy(() -> restored(String.class, files[1])).hasMessage(message);
    }

    @Test
    void refusesAFileOfANewerVersion() {
        byte[] file = chain().get(0);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(4, 7);

        assertThatThrownBy(() -> restored(String.class, file))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CHECKPOINT_TOO_NEW))
                .hasMessage("Cannot read a state file: a newer Weir wrote it: version 7, this one reads up to 1;"
                        + " run the version that wrote the checkpoint");
    }

    @Test
    void noticesEveryFlippedBitAndEveryLostByte() {
        byte[] file = chain().get(1);
        for (int length = 0; length < file.length; length++) {
            refuses(Arrays.copyOf(file, length));
        }
        for (int i = 0; i < file.length; i++) {
            byte[] damaged = file.clone();
            damaged[i] ^= (byte) (1 << i % 8);
            refuses(damaged);
        }
    }

    private static void refuses(byte[] file) {
        assertThatThrownBy(() -> StateFileFormat.read(file))
                .isInstanceOfSatisfying(
                        WeirException.class,
                        e -> assertThat(e.code()).isIn(ErrorCode.CHECKPOINT_CORRUPT, ErrorCode.CHECKPOINT_TOO_NEW));
    }

    @Test
    void neverFailsOtherwiseThanWithAClearErrorThoughTheChecksumFits() {
        byte[] file = chain().get(0);
        Random random = new Random(1);
        for (int i = 0; i < 3_000; i++) {
            byte[] damaged = Arrays.copyOf(file, i % 3 == 0 ? 16 + random.nextInt(file.length - 16) : file.length);
            // Most of what can go wrong stands in the first bytes.
            damaged[8 + random.nextInt(i % 2 == 0 ? damaged.length - 8 : Math.min(damaged.length - 8, 200))] ^=
                    (byte) (1 << random.nextInt(8));
            CRC32C checksum = new CRC32C();
            checksum.update(damaged, 0, damaged.length - 4);
            ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putInt(damaged.length - 4, (int)
                    checksum.getValue());
            try {
                content(damaged);
            } catch (WeirException e) {
                assertThat(e.code())
                        .isIn(ErrorCode.CHECKPOINT_CORRUPT, ErrorCode.CHECKPOINT_TOO_NEW, ErrorCode.STATE_INCOMPATIBLE);
            }
        }
    }
}
