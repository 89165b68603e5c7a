package dev.weir.consistency.job;

/**
 * A record of the model job's input.
 *
 * @param epoch how many barriers the reader had sent before it, over all attempts
 */
public record ModelInput(int partition, long offset, long key, long epoch) {}
