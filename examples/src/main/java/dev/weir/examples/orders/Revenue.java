package dev.weir.examples.orders;

import java.time.Instant;

/**
 * What one product brought in during one minute.
 *
 * @param minute when the minute began
 * @param orders the number of orders
 * @param cents the sum of what they cost
 */
public record Revenue(String product, Instant minute, long orders, long cents) {}
