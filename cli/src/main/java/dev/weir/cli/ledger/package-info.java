/**
 * {@code weir ledger}: what a destination remembers of the jobs that write to it, and whether that fits their checkpoints.
 *
 * <p><b>May use:</b> the connector and the runtime. <b>Threads:</b> One. <b>Read first:</b> {@link
 * dev.weir.cli.ledger.LedgerCommand}, {@link dev.weir.cli.ledger.ShardComparison}.
 */
@NullMarked
package dev.weir.cli.ledger;

import org.jspecify.annotations.NullMarked;
