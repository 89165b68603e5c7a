package dev.weir;

import dev.weir.exec.JobMetrics;
import dev.weir.exec.JobStatus;
import java.time.Duration;

/**
 * How a job ended.
 *
 * @param status one that is {@linkplain JobStatus#isTerminal terminal}
 * @param runTime from the start to the moment at which the end was noticed
 */
public record JobResult(String jobName, JobStatus status, Duration runTime, JobMetrics metrics) {}
