package dev.weir.cli.transactions.kafka;

import dev.weir.CheckpointInspection;
import dev.weir.cli.database.CheckpointOptions;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.kafka.OpenTransaction;
import dev.weir.kafka.OpenTransactions;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which brokers. Secrets are in a file, never on the command line, where others could read them. */
public final class KafkaOptions {
    @Option(names = "--kafka", paramLabel = "<host:port,...>", description = "The brokers, instead of a database.")
    private @Nullable String bootstrapServers;

    @Option(
            names = "--command-config",
            paramLabel = "<file>",
            description = "With --kafka, a file of properties for Kafka's clients, for example for TLS and SASL.")
    private @Nullable Path commandConfig;

    @Option(
            names = "--ledger-topic",
            paramLabel = "<topic>",
            defaultValue = "weir-ledger",
            description = "With --kafka, the ledger, as the sinks name it; default: ${DEFAULT-VALUE}.")
    private String ledgerTopic = "weir-ledger";

    /** Made by picocli. */
    public KafkaOptions() {}

    public boolean isGiven() {
        return bootstrapServers != null;
    }

    /** For messages. */
    public String place() {
        return "ledger " + ledgerTopic + " at " + bootstrapServers;
    }

    /** Lists what is open and goes on with it, in one session. */
    public <T> T with(CheckpointOptions checkpoints, BiFunction<OpenTransactions, List<JudgedTransaction>, T> work) {
        if (bootstrapServers == null) {
            throw new IllegalStateException("no brokers are given");
        }
        try (OpenTransactions transactions = OpenTransactions.at(bootstrapServers, properties(), ledgerTopic)) {
            List<OpenTransaction> found = transactions.list().stream()
                    .filter(transaction -> checkpoints.includes(transaction.job()))
                    .toList();
            Map<String, CheckpointInspection> jobs = new HashMap<>();
            // The one that is named must be there.
            checkpoints.jobs().forEach(job -> checkpoints.of(job).ifPresent(view -> jobs.put(job, view)));
            KafkaJudge judge = new KafkaJudge(jobs);
            return work.apply(transactions, found.stream().map(judge::judge).toList());
        }
    }

    private Map<String, String> properties() {
        if (commandConfig == null) {
            return Map.of();
        }
        Properties read = new Properties();
        try (Reader file = Files.newBufferedReader(commandConfig, StandardCharsets.UTF_8)) {
            read.load(file);
        } catch (IOException | IllegalArgumentException e) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot read the properties of Kafka's clients: " + e + "; correct --command-config",
                    e);
        }
        Map<String, String> properties = new HashMap<>();
        read.stringPropertyNames().forEach(name -> properties.put(name, read.getProperty(name)));
        return properties;
    }
}
