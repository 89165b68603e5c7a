/**
 * {@code weir tx}: settles transactions that a dead job left prepared, by its newest checkpoint and the ledger.
 *
 * <p><b>May use:</b> the connector and the runtime. <b>Threads:</b> One. <b>Read first:</b> {@link
 * dev.weir.cli.transactions.TransactionsCommand}, {@link dev.weir.cli.transactions.Judge}.
 */
@NullMarked
package dev.weir.cli.transactions;

import org.jspecify.annotations.NullMarked;
