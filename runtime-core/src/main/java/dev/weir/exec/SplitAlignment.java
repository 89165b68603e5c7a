package dev.weir.exec;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.graph.Step;
import dev.weir.source.PausesSplits;
import dev.weir.source.SourceReader;
import dev.weir.time.Timestamps;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Holds the splits of one subtask back that are too far ahead of the slowest one of the source.
 *
 * <p><b>Threading:</b> confined to the task's thread.
 */
final class SplitAlignment {
    private final AlignmentGroup group;
    private final int subtask;
    private final PausesSplits reader;
    private final long intervalNanos;
    private Set<String> heldBack = Set.of();
    private long nextLook;

    private SplitAlignment(AlignmentGroup group, int subtask, PausesSplits reader, Duration interval) {
        this.group = group;
        this.subtask = subtask;
        this.reader = reader;
        intervalNanos = interval.toNanos();
    }

    /** @param interval how often to look */
    static SplitAlignment of(
            AlignmentGroup group, int subtask, SourceReader<?> reader, Step.SourceStep step, Duration interval) {
        if (reader instanceof PausesSplits able) {
            return new SplitAlignment(group, subtask, able, interval);
        }
        throw new WeirException(
                ErrorCode.INVALID_JOB,
                "Cannot align the watermarks of source \"" + step.name() + "\": it cannot hold single splits back: "
                        + step.source().kind() + "; leave withAlignment(...) out");
    }

    /**
     * Looks, if it is time.
     *
     * @param readingTime see {@link SplitOutput#isIdle}
     */
    void look(Map<String, SplitOutput> splits, long readingTime) throws Exception {
        if (readingTime < nextLook) {
            return;
        }
        nextLook = readingTime + intervalNanos;
        long slowest = AlignmentGroup.NOTHING;
        for (SplitOutput split : splits.values()) {
            if (hasBegun(split) && !split.isIdle(readingTime)) {
                slowest = Math.min(slowest, split.watermark());
            }
        }
        group.tell(subtask, slowest);
        long limit = group.limit();
        Set<String> ahead = new HashSet<>();
        splits.forEach((id, split) -> {
            boolean tooFar = hasBegun(split) && split.watermark() > limit;
            split.holdBack(tooFar);
            if (tooFar) {
                ahead.add(id);
            }
        });
        if (!ahead.equals(heldBack)) {
            heldBack = ahead;
            reader.pauseSplits(Set.copyOf(ahead));
        }
    }

    /** The subtask has come to its end. */
    void leave() {
        group.tell(subtask, AlignmentGroup.NOTHING);
    }

    private static boolean hasBegun(SplitOutput split) {
        return split.watermark() != Timestamps.MIN_WATERMARK;
    }
}
