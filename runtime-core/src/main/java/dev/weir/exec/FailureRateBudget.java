package dev.weir.exec;

import java.util.ArrayDeque;
import java.util.Deque;

final class FailureRateBudget implements RestartBudget {
    private final RestartStrategy.FailureRate strategy;
    private final Deque<Long> failures = new ArrayDeque<>();

    FailureRateBudget(RestartStrategy.FailureRate strategy) {
        this.strategy = strategy;
    }

    @Override
    public long afterFailure(long now) {
        long interval = strategy.interval().toNanos();
        while (!failures.isEmpty() && now - failures.getFirst() >= interval) {
            failures.removeFirst();
        }
        failures.addLast(now);
        return failures.size() > strategy.maxFailures()
                ? EXHAUSTED
                : strategy.delay().toNanos();
    }
}
