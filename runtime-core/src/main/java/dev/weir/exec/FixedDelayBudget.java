package dev.weir.exec;

final class FixedDelayBudget implements RestartBudget {
    private final RestartStrategy.FixedDelay strategy;
    private int restarts;

    FixedDelayBudget(RestartStrategy.FixedDelay strategy) {
        this.strategy = strategy;
    }

    @Override
    public long afterFailure(long now) {
        return restarts++ < strategy.attempts() ? strategy.delay().toNanos() : EXHAUSTED;
    }
}
