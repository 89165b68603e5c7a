package dev.weir.consistency.contract;

import dev.weir.consistency.contract.Rule.BrokenRule;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The threads of this process at one moment; pools of drivers are given a moment to let theirs go. */
record Threads(Set<Thread> alive) {
    private static final long PATIENCE_MILLIS = 2_000;

    static Threads now() {
        return new Threads(Set.copyOf(Thread.getAllStackTraces().keySet()));
    }

    /** Waits for each thread that was not there before. What a driver keeps for the whole process is a daemon, and may stay. */
    void expectNoMore() throws BrokenRule, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        for (Thread thread : others()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left > 0) {
                thread.join(left);
            }
        }
        List<Thread> left = others();
        if (!left.isEmpty()) {
            throw new BrokenRule("these threads run on: "
                    + left.stream().map(Thread::getName).toList());
        }
    }

    private List<Thread> others() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !alive.contains(thread) && !thread.isDaemon())
                .toList();
    }
}
