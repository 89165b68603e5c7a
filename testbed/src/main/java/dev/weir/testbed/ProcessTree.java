package dev.weir.testbed;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A process and all its descendants, as one thing to pause, resume and kill.
 *
 * <p>A crash must be one instant for the whole server: killing only PostgreSQL's postmaster lets a busy backend go on,
 * commit and answer its client. So all are stopped first, and only then killed. Who forks while we look around is found by
 * looking again until a look finds nobody new; at that point all are stopped, so nobody can fork any more.
 */
final class ProcessTree {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Predicate<ProcessStat> root;

    private ProcessTree(Predicate<ProcessStat> root) {
        this.root = root;
    }

    static ProcessTree rootedAt(long pid) {
        Optional<ProcessStat> born = ProcessStat.read(pid);
        return new ProcessTree(stat -> born.isPresent()
                && stat.pid() == pid
                && stat.startTicks() == born.get().startTicks());
    }

    /** Every process of this name with this working directory, its descendants too. */
    static ProcessTree workingIn(Path folder, String name) {
        Path real = Folders.withoutLinks(folder);
        return new ProcessTree(stat -> stat.name().equals(name) && stat.worksIn(real));
    }

    ProcessTree and(ProcessTree other) {
        return new ProcessTree(root.or(other.root));
    }

    List<ProcessStat> members() {
        List<ProcessStat> all = ProcessStat.all();
        List<ProcessStat> members = new ArrayList<>();
        Set<Long> pids = new HashSet<>();
        for (ProcessStat stat : all) {
            if (!stat.isDead() && root.test(stat)) {
                members.add(stat);
                pids.add(stat.pid());
            }
        }
        for (int i = 0; i < members.size(); i++) {
            long parent = members.get(i).pid();
            for (ProcessStat stat : all) {
                if (stat.parent() == parent && !stat.isDead() && pids.add(stat.pid())) {
                    members.add(stat);
                }
            }
        }
        return members;
    }

    /** Stops all; when it returns, none of them runs. */
    void pause() {
        List<ProcessStat> stopped = stopAll();
        require(stopped, ProcessStat::isStoppedOrGone, "pause");
    }

    void resume() {
        ProcessSignals.send(ProcessSignals.CONTINUE, members());
    }

    /** Kills all in one instant; when it returns, they are dead, though perhaps not reaped. */
    void kill() {
        List<ProcessStat> all = stopAll();
        ProcessSignals.kill(all);
        require(all, ProcessStat::isGone, "kill");
    }

    private List<ProcessStat> stopAll() {
        List<ProcessStat> stopped = new ArrayList<>();
        Set<Long> known = new HashSet<>();
        while (true) {
            List<ProcessStat> fresh = members();
            fresh.removeIf(stat -> !known.add(stat.pid()));
            if (fresh.isEmpty()) {
                return stopped;
            }
            ProcessSignals.send(ProcessSignals.STOP, fresh);
            Poll.untilUninterruptibly(LIMIT, () -> fresh.stream().allMatch(ProcessStat::isStoppedOrGone));
            stopped.addAll(fresh);
        }
    }

    private static void require(List<ProcessStat> processes, Predicate<ProcessStat> fact, String verb) {
        if (!Poll.untilUninterruptibly(LIMIT, () -> processes.stream().allMatch(fact))) {
            List<Optional<ProcessStat>> left = processes.stream()
                    .filter(fact.negate())
                    .map(ProcessStat::now)
                    .toList();
            throw new TestbedException("Cannot " + verb + " processes: the signal had no effect within " + LIMIT + ": "
                    + left + "; check who owns them and what they wait for");
        }
    }
}
