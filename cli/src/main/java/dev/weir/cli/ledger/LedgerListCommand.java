package dev.weir.cli.ledger;

import dev.weir.cli.database.DatabaseOptions;
import dev.weir.cli.output.FormatOption;
import dev.weir.cli.output.Listing;
import dev.weir.jdbc.LedgerRow;
import dev.weir.jdbc.LedgerTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code weir ledger list}. */
@Command(
        name = "list",
        header = "Lists what is committed of every commit shard.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class LedgerListCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final DatabaseOptions database = new DatabaseOptions();

    @Mixin
    private final FormatOption format = new FormatOption();

    @Override
    public void run() {
        Listing listing = new Listing(
                "The ledger " + database.ledgerTable() + " at " + database.target() + " is empty.",
                "job",
                "sink",
                "shard",
                "attempt",
                "lineage",
                "sequence",
                "position",
                "checkpoint",
                "records",
                "updated");
        for (LedgerRow row : rows(database)) {
            listing.row(
                    row.job(),
                    row.sink(),
                    row.shard(),
                    row.entry().attempt(),
                    row.entry().lineage(),
                    row.entry().sequence(),
                    row.entry().position(),
                    row.checkpoint(),
                    row.records(),
                    row.updated());
        }
        format.print(listing, spec.commandLine().getOut());
    }

    static List<LedgerRow> rows(DatabaseOptions database) {
        try (Connection connection = database.connect()) {
            return LedgerTable.at(connection, database.ledgerTable()).rows(connection);
        } catch (SQLException e) {
            throw database.failure("read ledger " + database.ledgerTable(), e);
        }
    }
}
