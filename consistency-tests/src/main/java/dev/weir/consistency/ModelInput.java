package dev.weir.consistency;

/**
 * A record of the model job's input.
 *
 * @param key one of a few keys, so that state is updated often
 * @param index the position in the input, from 0
 */
public record ModelInput(int key, long index) {}
