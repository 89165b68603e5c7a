package dev.weir.cli.transactions;

import dev.weir.cli.output.FormatOption;
import dev.weir.cli.transactions.kafka.JudgedTransaction;
import dev.weir.cli.transactions.kafka.KafkaListing;
import dev.weir.cli.transactions.kafka.KafkaVerdict;
import dev.weir.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code weir tx list}. */
@Command(
        name = "list",
        header = "Lists prepared or open transactions, and says what is to be done about each.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:listed", "1:a transaction is lost, or hangs", "2:wrong usage", "3:could not be carried out"})
final class TransactionListCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final InDoubtOptions options = new InDoubtOptions();

    @Mixin
    private final FormatOption format = new FormatOption();

    @Override
    public Integer call() {
        return options.areForKafka() ? listOfKafka() : listOfDatabase();
    }

    private int listOfKafka() {
        List<JudgedTransaction> found = options.kafka().with(options.checkpoints(), (transactions, all) -> all);
        KafkaListing listing = new KafkaListing(
                "verdict", "No transaction is open: " + options.kafka().place() + ".", Clock.system());
        found.forEach(one -> listing.add(one.verdict().name(), one));
        format.print(listing.listing(), spec.commandLine().getOut());
        return found.stream().anyMatch(one -> one.verdict() == KafkaVerdict.HANGING) ? 1 : 0;
    }

    private int listOfDatabase() {
        List<InDoubt> found = options.with((transactions, all) -> all);
        TransactionListing listing = new TransactionListing(
                "verdict", "No transaction is prepared: " + options.place() + ".", Clock.system());
        found.forEach(one -> listing.add(one.verdict().name(), one));
        format.print(listing.listing(), spec.commandLine().getOut());
        return found.stream().anyMatch(one -> one.verdict() == Verdict.LOST) ? 1 : 0;
    }
}
