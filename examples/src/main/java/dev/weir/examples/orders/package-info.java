/**
 * The revenue of a day of orders: from CSV files to a table of PostgreSQL, exactly once.
 *
 * <p><b>May use:</b> what a user of Weir can use. <b>Threads:</b> As each type says. <b>Read first:</b> {@link
 * dev.weir.examples.orders.RevenueJob}, {@link dev.weir.examples.orders.Order}.
 */
@NullMarked
package dev.weir.examples.orders;

import org.jspecify.annotations.NullMarked;
