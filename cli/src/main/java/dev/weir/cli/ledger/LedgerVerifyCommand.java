package dev.weir.cli.ledger;

import dev.weir.CheckpointInspection;
import dev.weir.cli.database.CheckpointOptions;
import dev.weir.cli.database.LedgerOptions;
import dev.weir.cli.output.FormatOption;
import dev.weir.cli.output.Listing;
import dev.weir.delivery.ShardUnits;
import dev.weir.jdbc.LedgerRow;
import dev.weir.sink.LedgerEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir ledger verify}. */
@Command(
        name = "verify",
        header = "Compares the ledger with the newest checkpoint of each job.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:everything fits", "1:something is wrong", "2:wrong usage", "3:could not be carried out"})
final class LedgerVerifyCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final LedgerOptions ledger = new LedgerOptions();

    @Mixin
    private final CheckpointOptions checkpoints = new CheckpointOptions();

    @Mixin
    private final FormatOption format = new FormatOption();

    private final Listing listing = new Listing(
            "Nothing to compare: neither the ledger nor the folder knows a job.",
            "job",
            "sink",
            "shard",
            "ledger",
            "checkpoint",
            "state",
            "meaning");
    private boolean wrong;

    @Override
    public Integer call() {
        if (!checkpoints.isGiven()) {
            throw new ParameterException(spec.commandLine(), "Missing required option: '--checkpoints=<folder>'");
        }
        List<LedgerRow> before = ledger.rows();
        TreeSet<String> jobs = new TreeSet<>(checkpoints.jobs());
        Map<String, Optional<CheckpointInspection.Checkpoint>> newest = jobs.stream()
                .collect(
                        Collectors.toMap(job -> job, job -> checkpoints.of(job).flatMap(CheckpointInspection::newest)));
        List<LedgerRow> after = ledger.rows();
        before.stream().map(LedgerRow::job).filter(checkpoints::includes).forEach(jobs::add);
        for (String job : jobs) {
            compare(job, before, newest.getOrDefault(job, Optional.empty()), after);
        }
        format.print(listing, spec.commandLine().getOut());
        return wrong ? 1 : 0;
    }

    private record Shard(String sink, int number) implements Comparable<Shard> {
        @Override
        public int compareTo(Shard other) {
            return Comparator.comparing(Shard::sink)
                    .thenComparingInt(Shard::number)
                    .compare(this, other);
        }
    }

    private void compare(
            String job,
            List<LedgerRow> before,
            Optional<CheckpointInspection.Checkpoint> newest,
            List<LedgerRow> after) {
        TreeSet<Shard> shards = new TreeSet<>();
        before.stream()
                .filter(row -> row.job().equals(job))
                .forEach(row -> shards.add(new Shard(row.sink(), row.shard())));
        newest.ifPresent(checkpoint -> checkpoint
                .sinks()
                .forEach(sink -> sink.shards().forEach(shard -> shards.add(new Shard(sink.uid(), shard.shard())))));
        for (Shard shard : shards) {
            ShardUnits units = newest.flatMap(checkpoint -> checkpoint.shard(shard.sink(), shard.number()))
                    .orElse(null);
            LedgerEntry entry = entry(before, job, shard);
            ShardComparison comparison = ShardComparison.of(entry, entry(after, job, shard), units);
            wrong |= comparison.state().isWrong();
            listing.row(
                    job,
                    shard.sink(),
                    shard.number(),
                    entry == null ? "" : Long.toString(entry.sequence()),
                    units == null ? "" : Long.toString(units.last().sequence()),
                    comparison.words(),
                    comparison.state().meaning());
        }
    }

    private static @Nullable LedgerEntry entry(List<LedgerRow> rows, String job, Shard shard) {
        return rows.stream()
                .filter(row ->
                        row.job().equals(job) && row.sink().equals(shard.sink()) && row.shard() == shard.number())
                .map(LedgerRow::entry)
                .findFirst()
                .orElse(null);
    }
}
