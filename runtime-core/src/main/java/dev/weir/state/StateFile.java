package dev.weir.state;

import dev.weir.codec.ByteWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of one state file: everything ({@code full}), or what changed since the file before it in the chain.
 *
 * @param key how keys are encoded; null while no key was ever seen
 * @param states by name
 */
record StateFile(
        boolean full,
        int maxParallelism,
        int firstGroup,
        int endGroup,
        @Nullable KeyFormat key,
        List<State> states) {

    StateFile {
        states = List.copyOf(states);
    }

    /** Whether it changes nothing. */
    boolean isEmpty() {
        for (State state : states) {
            if (!state.dropped().isEmpty() || !state.sections().isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /**
     * One state.
     *
     * @param dropped the panes that are gone, ascending; they go before the sections are applied
     * @param sections by address and group
     */
    record State(String name, StateShape shape, List<Long> dropped, List<Section> sections) {}

    /**
     * The entries of one address and key group: the live ones, then the keys of tombstones. Keys and values of fixed width
     * stand bare, others behind their length.
     *
     * @param address the number of a part, or a pane
     */
    @SuppressWarnings("ArrayRecordComponent") // A view of bytes that many sections share.
    record Section(long address, int group, int live, int tombstones, byte[] bytes, int offset, int length) {
        static Section of(long address, int group, int live, int tombstones, ByteWriter body) {
            return new Section(address, group, live, tombstones, body.toByteArray(), 0, body.size());
        }
    }
}
