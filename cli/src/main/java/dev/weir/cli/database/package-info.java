/**
 * The options that all tools for databases share: which database, which ledger, which checkpoints.
 *
 * <p><b>May use:</b> the connector and the runtime. <b>Threads:</b> One. <b>Read first:</b> {@link
 * dev.weir.cli.database.DatabaseOptions}, {@link dev.weir.cli.database.CheckpointOptions}.
 */
@NullMarked
package dev.weir.cli.database;

import org.jspecify.annotations.NullMarked;
