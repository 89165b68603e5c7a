package dev.weir.time;

/**
 * Follows the event times of one split and says how far event time has come.
 *
 * <p><b>Threading:</b> confined to the task's thread. Its whole state is one long, so that a checkpoint can keep it.
 */
public interface WatermarkGenerator {
    /** Sees one record's event time. */
    void onTimestamp(long timestamp);

    /** The current watermark: no record with a timestamp at or below it is expected any more. */
    long watermark();

    /** What a checkpoint keeps. */
    long snapshot();

    /** Continues from what {@link #snapshot()} returned. */
    void restore(long snapshot);
}
