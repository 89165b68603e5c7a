package dev.weir.consistency;

/**
 * A record of the model job's output: for each key the counts 1, 2, 3, ... each exactly once. A lost state update shows as
 * a count that comes twice, a doubled one as a hole, a lost or doubled output as just that.
 */
public record ModelOutput(int key, long count) {}
