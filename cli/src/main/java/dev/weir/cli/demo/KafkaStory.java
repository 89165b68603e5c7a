package dev.weir.cli.demo;

import dev.weir.cli.demo.Sighted.Look;
import dev.weir.consistency.report.Html;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The story of {@link KafkaDemo}.
 *
 * @param acknowledged how many orders the broker told the producer it has
 * @param orders what stands in the topic of orders at the end
 * @param postgres the database's version
 */
record KafkaStory(long acknowledged, OrdersCount orders, String postgres) implements Story {

    /** No process of a job comes to a result sooner: whatever is seen before is the killed one's. */
    private static final long SOONEST_RESULT_MILLIS = 200;

    @Override
    public Map<String, String> figures(Outcome outcome) {
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("orders acknowledged", Html.number(acknowledged));
        if (outcome.kills(Victim.JOB) > 0) {
            figures.put(
                    "first result after",
                    Html.number(Medians.of(firstResults(outcome)).toMillis()) + " ms");
        }
        addServer(Victim.BROKER, outcome, figures);
        addServer(Victim.DATABASE, outcome, figures);
        return figures;
    }

    private static void addServer(Victim server, Outcome outcome, Map<String, String> figures) {
        if (outcome.kills(server) > 0) {
            figures.put(server + " kills", Html.number(outcome.kills(server)));
            figures.put(
                    server + " recovery",
                    Html.number(outcome.medianRecovery(server).toMillis()) + " ms");
        }
    }

    /** From the start of each process but the first until a reader of the topic saw something new. */
    private static List<Duration> firstResults(Outcome outcome) {
        List<Look> looks = outcome.findings().get(0).sighted().looks();
        List<Long> starts = outcome.timeline().starts();
        List<Duration> durations = new ArrayList<>();
        for (long start : starts.subList(1, starts.size())) {
            looks.stream()
                    .filter(look -> look.millis() >= start + SOONEST_RESULT_MILLIS)
                    .findFirst()
                    .ifPresent(look -> durations.add(Duration.ofMillis(look.millis() - start)));
        }
        return durations;
    }

    @Override
    public String way(Outcome outcome) {
        return ("%s orders were sent to a Kafka broker by a producer of their own, and went from there through a Weir job"
                        + " into a topic of Kafka and a table of PostgreSQL, as revenue per product and minute.")
                .formatted(Html.number(outcome.truth().orders()));
    }

    @Override
    public String witness() {
        return "what stands in the topic of orders";
    }

    @Override
    public List<String> remarks(Outcome outcome) {
        Sighted topic = outcome.findings().get(0).sighted();
        Sighted table = outcome.findings().get(1).sighted();
        return List.of(
                "Nothing hides a second write. The job adds to the rows of the table, and the topic keeps every record"
                        + " that was ever committed: a result that is written twice is counted twice.",
                "Each sink has a ledger at its destination, written in the same transaction as the results: a row beside"
                        + " the table, a record in a topic. What a checkpoint holds and the ledger lacks is written"
                        + " again after a kill; what the ledger has is not.",
                "While everything was killed, a reader of committed records followed the topic (%s looks) and another"
                                .formatted(Html.number(topic.looks().size()))
                        + " the table (%s looks). %s"
                                .formatted(Html.number(table.looks().size()), Html.escape(complaints(topic, table))),
                "Early is a result that a reader saw before a complete checkpoint held it; %s looks were held against the"
                                .formatted(Html.number(topic.judged() + table.judged()))
                        + " newest checkpoint in the job&#39;s folder.",
                "Of %s orders, the broker acknowledged %s to the producer, and %s stand in the topic, %s of them twice. What"
                                .formatted(
                                        Html.number(outcome.options().orders()),
                                        Html.number(acknowledged),
                                        Html.number(orders.orders()),
                                        Html.number(orders.repeated()))
                        + " stands in the topic is the truth here.",
                "Recovery of the job is the time from SIGKILL to the first record that the next process reads; first"
                        + " result is the time from the start of that process until a reader of the topic saw a new"
                        + " result. Recovery of a server is the time from SIGKILL until a reader saw new results in it.",
                "The job would run for ever. When the producer had ended and no order was left to read, it was stopped"
                        + " with a savepoint; the last windows fired because every shop sends that it has closed.",
                "One broker has nobody to replicate to, and all of this is one machine: neither the disk nor the network"
                        + " fails here.");
    }

    private static String complaints(Sighted topic, Sighted table) {
        List<String> complaints = new ArrayList<>(topic.complaints("the topic"));
        complaints.addAll(table.complaints("the table"));
        return complaints.isEmpty()
                ? "Neither saw anything twice, too early, out of order or taken back."
                : String.join("; ", complaints) + ".";
    }

    @Override
    public Map<String, String> facts(Outcome outcome) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "Orders",
                "%s messages in JSON, up to %s a second, out of order by up to 30 seconds"
                        .formatted(Html.number(orders.orders()), Html.number(OrderProducer.ORDERS_PER_SECOND)));
        facts.put(
                "Job",
                String.format(
                        Locale.ROOT,
                        "parallelism %d, a checkpoint every %d ms; delivery to Kafka by insured transactions, to PostgreSQL by"
                                + " write-ahead log; a process has %s",
                        DemoJob.PARALLELISM,
                        DemoJob.CHECKPOINT_INTERVAL.toMillis(),
                        String.join(" ", JobLauncher.JVM_ARGUMENTS)));
        facts.put("PostgreSQL", Html.escape(postgres) + ", with fsync");
        facts.put("Kafka", "one broker, a process of its own");
        return facts;
    }
}
