package dev.weir.function;

/**
 * Marks a function that may give other results when the same records come again: it reads the clock or a random number,
 * sets timers of processing time, or asks another system. A sink that shows records early ({@code IDEMPOTENT}) then may keep
 * results of both runs, so the job's guarantee counts it; one that shows whole units never does.
 */
public interface NonDeterministic {}
