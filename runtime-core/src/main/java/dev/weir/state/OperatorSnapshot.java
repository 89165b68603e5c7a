package dev.weir.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one operator's subtask gives to a checkpoint: the synchronous part is done when this exists, the rest is run by
 * the thread that writes snapshots.
 *
 * @param keyed the keyed state's changes, or null without keyed state
 * @param files steps that make files durable (segments); run before {@code state}
 * @param state the operator's own bytes; run last, after all files are durable
 */
public record OperatorSnapshot(@Nullable KeyedSnapshot keyed, List<PendingFile> files, PendingState state) {
    private static final byte[] NOTHING = new byte[0];

    /** Of an operator without any state. */
    public static final OperatorSnapshot EMPTY = new OperatorSnapshot(null, List.of(), () -> NOTHING);

    public OperatorSnapshot {
        files = List.copyOf(files);
    }

    /** Of an operator whose state is some bytes known at the barrier. */
    public static OperatorSnapshot of(byte[] state) {
        return new OperatorSnapshot(null, List.of(), () -> state);
    }

    /** Of an operator whose only state is keyed. */
    public static OperatorSnapshot of(KeyedSnapshot keyed) {
        return new OperatorSnapshot(keyed, List.of(), () -> NOTHING);
    }

    /** Makes one file durable. */
    @FunctionalInterface
    public interface PendingFile {
        FileRef makeDurable() throws Exception;
    }

    /** Gives the operator's own bytes. */
    @FunctionalInterface
    public interface PendingState {
        byte[] bytes() throws Exception;
    }
}
