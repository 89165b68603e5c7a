package dev.weir.exec;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.graph.Step;
import dev.weir.graph.Vertex;
import dev.weir.metrics.Counter;
import dev.weir.source.DiscoversSplits;
import dev.weir.source.SourceSplit;
import dev.weir.source.SplitDiscovery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for new splits of one source and gives each to the subtask that reads the fewest.
 *
 * <p>Exactly once: the splits that are known, those of the checkpoint (or of the plan) and those given away in this attempt, are
 * never given away again. A new one reaches its task through the mailbox, as barriers do, so that it is in a checkpoint from the
 * first barrier behind it on; a restore from an older checkpoint does not know it, and finds it again.
 */
final class DiscoveryStepper implements Stepper {
    private static final Logger LOG = LoggerFactory.getLogger(DiscoveryStepper.class);
    private static final long FIRST_RETRY_NANOS = 250_000_000;
    private static final long LONGEST_RETRY_NANOS = 10_000_000_000L;

    private final Step.SourceStep step;
    private final DiscoversSplits<SourceSplit> source;
    private final List<SourceTask> tasks;
    private final AttemptContext attempt;
    private final Waker waker = new Waker();
    private final Counter failures;
    private final Set<String> known = new HashSet<>();
    private final long[] load;
    private @Nullable SplitDiscovery<SourceSplit> discovery;
    private long nextLook;
    private long failingSince;
    private int failuresInARow;

    private DiscoveryStepper(
            Step.SourceStep step,
            DiscoversSplits<SourceSplit> source,
            List<SourceTask> tasks,
            AttemptContext attempt,
            SplitAssignment splits) {
        this.step = step;
        this.source = source;
        this.tasks = tasks;
        this.attempt = attempt;
        failures = attempt.metrics().group(step.uid()).counter("failedDiscoveries");
        load = new long[tasks.size()];
        for (int subtask = 0; subtask < load.length; subtask++) {
            for (SourceHead.AssignedSplit split : splits.of(step.uid(), subtask)) {
                known.add(split.split().splitId());
                load[subtask] += weight(split.split());
            }
        }
        boolean restored = !attempt.restored().bytes(step.uid()).isEmpty();
        long now = attempt.ports().clock().nanos();
        nextLook = restored ? now : now + source.discoveryInterval().toNanos();
    }

    /** One for each source that discovers. */
    @SuppressWarnings("unchecked")
    static List<DiscoveryStepper> of(AttemptContext attempt, List<Task> tasks, SplitAssignment splits) {
        List<DiscoveryStepper> all = new ArrayList<>();
        for (Vertex vertex : attempt.plan().vertices()) {
            if (vertex.steps().get(0) instanceof Step.SourceStep step
                    && step.source() instanceof DiscoversSplits<?> source) {
                List<SourceTask> readers = new ArrayList<>();
                for (Task task : tasks) {
                    if (task instanceof SourceTask reader
                            && reader.source().uid().equals(step.uid())) {
                        readers.add(reader);
                    }
                }
                all.add(new DiscoveryStepper(step, (DiscoversSplits<SourceSplit>) source, readers, attempt, splits));
            }
        }
        return all;
    }

    @Override
    public String name() {
        return "discover splits of " + step.name();
    }

    @Override
    public Waker waker() {
        return waker;
    }

    @Override
    public long step() throws Exception {
        long now = attempt.ports().clock().nanos();
        if (now < nextLook) {
            return nextLook - now;
        }
        if (tasks.stream().allMatch(SourceTask::readToEnd)) {
            return IDLE;
        }
        long wait;
        try {
            give(look());
            failuresInARow = 0;
            wait = source.discoveryInterval().toNanos();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            wait = afterFailure(e, now);
        }
        nextLook = attempt.ports().clock().nanos() + wait;
        return wait;
    }

    private List<SourceSplit> look() throws Exception {
        SplitDiscovery<SourceSplit> current = discovery;
        if (current == null) {
            current = source.discovery(new SplitAssignment.PlanContext(
                    tasks.size(), attempt.ports().clock()));
            discovery = current;
        }
        return current.discover(Set.copyOf(known));
    }

    private void give(List<SourceSplit> found) {
        List<List<SourceSplit>> bySubtask = new ArrayList<>();
        tasks.forEach(task -> bySubtask.add(new ArrayList<>()));
        for (SourceSplit split : found) {
            if (!known.add(split.splitId())) {
                throw new WeirException(
                        ErrorCode.INTERNAL,
                        "Cannot read a new split: a subtask reads it already: " + split.splitId()
                                + "; this is a defect of" + " source "
                                + step.source().kind());
            }
            int lightest = 0;
            for (int subtask = 1; subtask < load.length; subtask++) {
                if (load[subtask] < load[lightest]) {
                    lightest = subtask;
                }
            }
            load[lightest] += weight(split);
            bySubtask.get(lightest).add(split);
        }
        for (int subtask = 0; subtask < load.length; subtask++) {
            List<SourceSplit> added = bySubtask.get(subtask);
            if (!added.isEmpty()) {
                LOG.info(
                        "Source \"{}\" reads new splits in subtask {}: {}",
                        step.name(),
                        subtask,
                        added.stream().map(SourceSplit::splitId).toList());
                tasks.get(subtask).addSplits(List.copyOf(added));
            }
        }
    }

    /** Returns how long to wait, or throws what ends the attempt. */
    private long afterFailure(Exception failure, long begun) {
        if (failure instanceof WeirException weir && (!weir.retriable() || weir.code() == ErrorCode.INTERNAL)) {
            throw weir;
        }
        failures.add(1);
        if (failuresInARow++ == 0) {
            failingSince = begun;
        }
        if (attempt.ports().clock().nanos() - failingSince
                >= source.discoveryPatience().toNanos()) {
            throw Failures.inSource("look for new splits of source \"" + step.name() + "\"", failure);
        }
        long wait = Math.min(LONGEST_RETRY_NANOS, FIRST_RETRY_NANOS << Math.min(failuresInARow - 1, 20));
        LOG.warn(
                "Cannot look for new splits of source \"{}\" (failure {} in a row), trying again in {} ms: {}",
                step.name(),
                failuresInARow,
                wait / 1_000_000,
                failure.toString());
        return wait;
    }

    private static long weight(SourceSplit split) {
        return Math.max(1, split.weight());
    }

    @Override
    public void close() throws Exception {
        if (discovery != null) {
            discovery.close();
        }
    }
}
