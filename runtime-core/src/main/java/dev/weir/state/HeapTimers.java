package dev.weir.state;

/** Timers of both domains, in one state. */
final class HeapTimers implements InternalTimers {
    /** No name that a user's state could have by accident. */
    static final String NAME = "(timers)";

    private static final byte EVENT_TIME = 0;
    private static final byte PROCESSING_TIME = 1;

    private final DomainTimers eventTime;
    private final DomainTimers processingTime;

    HeapTimers(CurrentKey key, StoredState state) {
        eventTime = new DomainTimers(EVENT_TIME, key, state);
        processingTime = new DomainTimers(PROCESSING_TIME, key, state);
    }

    private DomainTimers of(TimeDomain domain) {
        return switch (domain) {
            case EVENT_TIME -> eventTime;
            case PROCESSING_TIME -> processingTime;
        };
    }

    @Override
    public void register(TimeDomain domain, long time) {
        of(domain).register(time);
    }

    @Override
    public void delete(TimeDomain domain, long time) {
        of(domain).delete(time);
    }

    @Override
    public long nextTime(TimeDomain domain) {
        return of(domain).nextTime();
    }

    @Override
    public void advance(TimeDomain domain, long time, Action action) {
        of(domain).advance(time, action);
    }
}
