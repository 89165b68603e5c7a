package dev.weir.cli.demo;

/**
 * How the job is doing right now.
 *
 * @param millis since the job was first started
 * @param share of the orders that the table shows, from 0 to 1
 */
record LiveStatus(
        long millis, double share, long recordsPerSecond, long checkpointAgeMillis, int restarts, int kills) {}
