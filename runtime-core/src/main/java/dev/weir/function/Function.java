package dev.weir.function;

import java.io.Serializable;

/**
 * A user's function. Serializable for two reasons: the types of a lambda can be read from its serialised form, and each
 * subtask of each attempt gets a copy of its own, so that fields are never shared between threads. Lambdas are not
 * copied: they must hold no mutable state.
 */
public interface Function extends Serializable {}
