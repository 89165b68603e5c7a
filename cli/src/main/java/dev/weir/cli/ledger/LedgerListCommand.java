package dev.weir.cli.ledger;

import dev.weir.cli.database.LedgerOptions;
import dev.weir.cli.output.FormatOption;
import dev.weir.cli.output.Listing;
import dev.weir.jdbc.LedgerRow;
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
    private final LedgerOptions ledger = new LedgerOptions();

    @Mixin
    private final FormatOption format = new FormatOption();

    @Override
    public void run() {
        Listing listing = new Listing(
                "Nothing is in " + ledger.place() + ".",
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
        for (LedgerRow row : ledger.rows()) {
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
}
