package dev.weir.cli.demo;

import java.time.Duration;

/**
 * One SIGKILL and the way back.
 *
 * @param number from 1
 * @param millis when, since the job was first started
 * @param records that the process had read
 * @param checkpointAgeMillis how long ago the last checkpoint was completed
 * @param recovery until the next process read its first record
 */
record Kill(int number, long millis, long records, long checkpointAgeMillis, Duration recovery) {}
