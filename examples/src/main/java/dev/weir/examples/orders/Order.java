package dev.weir.examples.orders;

import java.time.Instant;

/**
 * One line of an order file.
 *
 * @param time when the customer ordered, to the millisecond
 * @param cents what the customer paid
 */
public record Order(Instant time, String product, long cents) {}
