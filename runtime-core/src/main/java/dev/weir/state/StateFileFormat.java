package dev.weir.state;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.state.StateFile.Section;
import dev.weir.state.StateFile.State;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a state file, little-endian:
 *
 * <pre>
 * magic int, version int
 * full byte, maxParallelism int, firstGroup int, endGroup int
 * key: present byte [fingerprint string, width int, class name string]
 * states: count int, each: name string, kind byte,
 *     formats: each fingerprint string, width int
 *     dropped panes: count int, each long
 *     sections: count int, each: address long, group int, live int, tombstones int, length int
 * the sections' bytes in the same order
 * CRC-32C of all before, int
 * </pre>
 *
 * All sizes come before all entries, so that a reader finds its key groups without reading the others.
 */
final class StateFileFormat {
    static final int VERSION = 1;

    private static final int MAGIC = 0x41545357; // "WSTA"
    private static final int CHUNK = 1 << 16;

    private StateFileFormat() {}

    static void write(StateFile file, OutputStream out) throws IOException {
        ByteWriter pending = new ByteWriter(1024);
        CRC32C checksum = new CRC32C();
        writeHeader(file, pending);
        for (State state : file.states()) {
            for (Section section : state.sections()) {
                if (pending.size() + section.length() > CHUNK) {
                    flush(pending, checksum, out);
                }
                if (section.length() > CHUNK) {
                    checksum.update(section.bytes(), section.offset(), section.length());
                    out.write(section.bytes(), section.offset(), section.length());
                } else {
                    pending.writeBytes(section.bytes(), section.offset(), section.length());
                }
            }
        }
        flush(pending, checksum, out);
        pending.writeInt((int) checksum.getValue());
        out.write(pending.array(), 0, pending.size());
    }

    private static void flush(ByteWriter pending, CRC32C checksum, OutputStream out) throws IOException {
        checksum.update(pending.array(), 0, pending.size());
        out.write(pending.array(), 0, pending.size());
        pending.clear();
    }

    private static void writeHeader(StateFile file, ByteWriter out) {
        out.writeInt(MAGIC);
        out.writeInt(VERSION);
        out.writeBoolean(file.full());
        out.writeInt(file.maxParallelism());
        out.writeInt(file.firstGroup());
        out.writeInt(file.endGroup());
        KeyFormat key = file.key();
        out.writeBoolean(key != null);
        if (key != null) {
            out.writeString(key.fingerprint());
            out.writeInt(key.width());
            out.writeString(key.className());
        }
        out.writeInt(file.states().size());
        file.states().forEach(state -> writeState(state, out));
    }

    private static void writeState(State state, ByteWriter out) {
        out.writeString(state.name());
        out.writeByte(state.shape().kind().code());
        for (ValueFormat format : state.shape().formats()) {
            out.writeString(format.fingerprint());
            out.writeInt(format.width());
        }
        out.writeInt(state.dropped().size());
        state.dropped().forEach(out::writeLong);
        out.writeInt(state.sections().size());
        for (Section section : state.sections()) {
            out.writeLong(section.address());
            out.writeInt(section.group());
            out.writeInt(section.live());
            out.writeInt(section.tombstones());
            out.writeInt(section.length());
        }
    }

    /**
     * Reads a file; the sections refer to its bytes.
     *
     * @throws WeirException {@code CHECKPOINT_CORRUPT} or {@code CHECKPOINT_TOO_NEW}
     */
    static StateFile read(byte[] bytes) {
        if (bytes.length < 3 * Integer.BYTES) {
            throw corrupt("it is too short: " + bytes.length + " bytes");
        }
        ByteReader in = new ByteReader(bytes);
        if (in.readInt() != MAGIC) {
            throw corrupt("it does not begin like one");
        }
        int version = in.readInt();
        if (version > VERSION) {
            throw new WeirException(
                    ErrorCode.CHECKPOINT_TOO_NEW,
                    "Cannot read a state file: a newer Weir wrote it: version " + version + ", this one reads up to "
                            + VERSION + "; run the version that wrote the checkpoint");
        }
        int length = bytes.length - Integer.BYTES;
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        if (new ByteReader(bytes, length, Integer.BYTES).readInt() != (int) checksum.getValue()) {
            throw corrupt("its checksum is wrong: " + bytes.length + " bytes");
        }
        in.limit(length);
        return readContent(in);
    }

    /** Runs something that reads the bytes of state files; what a codec's reader reports becomes a damaged file. */
    static void reading(Runnable step) {
        try {
            step.run();
        } catch (WeirException e) {
            if (e.code() != ErrorCode.INVALID_DATA) {
                throw e;
            }
            WeirException corrupt = corrupt("its lengths do not fit");
            corrupt.initCause(e);
            throw corrupt;
        }
    }

    private static StateFile readContent(ByteReader in) {
        StateFile[] result = new StateFile[1];
        reading(() -> result[0] = readHeader(in));
        return result[0];
    }

    private static StateFile readHeader(ByteReader in) {
        boolean full = in.readBoolean();
        int maxParallelism = in.readInt();
        int firstGroup = in.readInt();
        int endGroup = in.readInt();
        require(
                0 <= firstGroup && firstGroup <= endGroup && endGroup <= maxParallelism,
                "its key groups are impossible");
        KeyFormat key = in.readBoolean() ? readKey(in) : null;
        int count = readCount(in, 1);
        List<State> states = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < count; i++) {
            State state = readState(in);
            require(names.add(state.name()), "it has a state twice");
            states.add(state);
        }
        List<State> located = new ArrayList<>();
        for (State state : states) {
            located.add(locate(state, in, firstGroup, endGroup, key));
        }
        require(in.remaining() == 0, "it is longer than its sections");
        return new StateFile(full, maxParallelism, firstGroup, endGroup, key, located);
    }

    private static KeyFormat readKey(ByteReader in) {
        String fingerprint = in.readString();
        int width = readWidth(in);
        return new KeyFormat(fingerprint, width, in.readString());
    }

    private static State readState(ByteReader in) {
        String name = in.readString();
        int code = in.readByte();
        StateKind kind = Arrays.stream(StateKind.values())
                .filter(each -> each.code() == code)
                .findFirst()
                .orElseThrow(() -> corrupt("it has a state of an unknown kind: " + code));
        List<ValueFormat> formats = new ArrayList<>();
        for (int i = 0; i < kind.formats(); i++) {
            String fingerprint = in.readString();
            formats.add(new ValueFormat(fingerprint, readWidth(in)));
        }
        List<Long> dropped = new ArrayList<>();
        for (int i = readCount(in, Long.BYTES); i > 0; i--) {
            dropped.add(in.readLong());
        }
        int count = readCount(in, Long.BYTES);
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long address = in.readLong();
            int group = in.readInt();
            int live = in.readInt();
            int tombstones = in.readInt();
            sections.add(new Section(address, group, live, tombstones, in.array(), 0, in.readInt()));
        }
        return new State(name, new StateShape(kind, formats), dropped, sections);
    }

    /** Gives the sections, whose lengths alone are known, their places. */
    private static State locate(State state, ByteReader in, int firstGroup, int endGroup, @Nullable KeyFormat key) {
        List<Section> located = new ArrayList<>();
        for (Section each : state.sections()) {
            if (key == null) {
                throw corrupt("it has entries without keys");
            }
            require(firstGroup <= each.group() && each.group() < endGroup, "it has an entry outside of its key groups");
            require(state.shape().kind().hasAddress(each.address()), "it has an unknown part");
            EntryLayout layout = state.shape().layout(each.address(), key.width());
            require(layout.canHold(each.live(), each.tombstones(), each.length()), "a section's counts are impossible");
            int offset = in.position();
            in.skip(each.length());
            located.add(new Section(
                    each.address(), each.group(), each.live(), each.tombstones(), in.array(), offset, each.length()));
        }
        return new State(state.name(), state.shape(), state.dropped(), located);
    }

    private static int readCount(ByteReader in, int bytesEach) {
        int count = in.readInt();
        require(0 <= count && count <= in.remaining() / bytesEach, "a count is impossible");
        return count;
    }

    private static int readWidth(ByteReader in) {
        int width = in.readInt();
        require(Codec.VARIABLE <= width && width <= ValueFormat.MAX_WIDTH, "a width is impossible");
        return width;
    }

    private static void require(boolean condition, String fault) {
        if (!condition) {
            throw corrupt(fault);
        }
    }

    static WeirException corrupt(String fault) {
        return new WeirException(
                ErrorCode.CHECKPOINT_CORRUPT,
                "Cannot read a state file: it is damaged: " + fault + "; restore another checkpoint");
    }
}
