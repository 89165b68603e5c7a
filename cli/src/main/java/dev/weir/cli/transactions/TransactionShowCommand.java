package dev.weir.cli.transactions;

import dev.weir.cli.output.Listing;
import dev.weir.cli.transactions.kafka.JudgedTransaction;
import dev.weir.cli.transactions.kafka.KafkaListing;
import dev.weir.delivery.PendingUnit;
import dev.weir.jdbc.PreparedTransaction;
import dev.weir.state.FileRef;
import dev.weir.time.Clock;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir tx show}. */
@Command(
        name = "show",
        header = "Shows all that is known about one prepared or open transaction.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class TransactionShowCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "<id>", description = "Its id, or a part that only this one has.")
    private String id = "";

    @Mixin
    private final InDoubtOptions options = new InDoubtOptions();

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(
                options.areForKafka()
                        ? options.kafka()
                                .with(
                                        options.checkpoints(),
                                        (transactions, all) ->
                                                KafkaListing.details(JudgedTransaction.named(id, all), Clock.system()))
                        : detailsOfDatabase());
        out.flush();
    }

    private String detailsOfDatabase() {
        InDoubt one = options.with((transactions, all) -> InDoubtOptions.named(id, all));
        PreparedTransaction transaction = one.transaction();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("id", transaction.id());
        details.put("verdict", one.verdict().name());
        details.put("why", one.why());
        details.put("prepared", transaction.since());
        details.put("age", one.age(Clock.system()));
        details.put("job", transaction.job());
        details.put("sink", transaction.sink());
        details.put("shard", transaction.shard());
        details.put("lineage", transaction.lineage());
        details.put("sequence", transaction.sequence());
        details.put("attempt", transaction.attempt());
        if (transaction.isKnown() && one.verdict() != Verdict.LOST) {
            details.put(
                    "ledger",
                    "sequence " + transaction.ledger().sequence() + " of lineage "
                            + transaction.ledger().lineage() + ", owned by attempt "
                            + transaction.ledger().attempt());
        }
        PendingUnit unit = one.unit();
        if (unit != null) {
            details.put("checkpoint", unit.unit().checkpointId());
            details.put("records", unit.unit().recordCount());
            details.put("position", unit.unit().position());
            details.put("digest", Long.toHexString(unit.unit().digest()));
            details.put("segments", unit.segments().stream().map(FileRef::name).collect(Collectors.joining(", ")));
        }
        return Listing.asDetails(List.copyOf(details.keySet()), List.copyOf(details.values()));
    }
}
