package dev.weir.exec;

final class ExponentialBackoffBudget implements RestartBudget {
    private final RestartStrategy.ExponentialBackoff strategy;
    private int restarts;
    private long delay;
    /** When the last restart was due. */
    private long restarted;

    ExponentialBackoffBudget(RestartStrategy.ExponentialBackoff strategy) {
        this.strategy = strategy;
    }

    @Override
    public long afterFailure(long now) {
        if (restarts > 0 && now - restarted >= strategy.resetAfter().toNanos()) {
            restarts = 0;
        }
        if (restarts == strategy.attempts()) {
            return EXHAUSTED;
        }
        delay = restarts == 0
                ? strategy.initial().toNanos()
                : Math.min(strategy.max().toNanos(), Math.round(delay * strategy.multiplier()));
        restarts++;
        restarted = now + delay;
        return delay;
    }
}
