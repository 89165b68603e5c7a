package dev.weir.cli.demo;

import java.util.OptionalLong;

/** How many results a sink may have shown until now. */
@FunctionalInterface
interface Promises {

    /** Nobody knows. */
    Promises UNKNOWN = OptionalLong::empty;

    /** The results that complete checkpoints hold; empty if that cannot be known now. */
    OptionalLong results();
}
