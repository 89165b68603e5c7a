package dev.weir.sink;

/**
 * A sink that can put a record which the destination refuses aside, in the same atomic step as the records around it: it
 * asks the context's {@link DeadLetters} about each one.
 */
public interface SupportsDeadLetters {
    /** Where letters go, for plans, for example {@code table weir_dead_letters}. */
    String deadLetterTarget();
}
