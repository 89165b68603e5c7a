/**
 * {@code weir dlq}: the records that a database refused, and what becomes of them.
 *
 * <p><b>May use:</b> the connector. <b>Threads:</b> One. <b>Read first:</b> {@link
 * dev.weir.cli.deadletters.DeadLettersCommand}.
 */
@NullMarked
package dev.weir.cli.deadletters;

import org.jspecify.annotations.NullMarked;
