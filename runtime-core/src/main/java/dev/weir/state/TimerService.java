package dev.weir.state;

/**
 * Timers of the current key. A timer is identified by key, domain and time: registering it twice is registering it once.
 * Timers are part of the checkpoint. Times are milliseconds since the epoch.
 */
public interface TimerService {
    long currentProcessingTime();

    long currentWatermark();

    void registerEventTimeTimer(long time);

    void registerProcessingTimeTimer(long time);

    void deleteEventTimeTimer(long time);

    void deleteProcessingTimeTimer(long time);
}
