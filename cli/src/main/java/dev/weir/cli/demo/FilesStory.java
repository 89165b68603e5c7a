package dev.weir.cli.demo;

import dev.weir.consistency.report.Html;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The story of {@link FilesDemo}.
 *
 * @param postgres the server's version
 * @param orderBytes the size of the order files
 */
record FilesStory(String postgres, long orderBytes) implements Story {

    @Override
    public Map<String, String> figures(Outcome outcome) {
        return Map.of();
    }

    @Override
    public String way(Outcome outcome) {
        return "%s orders went from CSV files through a Weir job into PostgreSQL, as revenue per product and minute."
                .formatted(Html.number(outcome.truth().orders()));
    }

    @Override
    public String witness() {
        return "the same files";
    }

    @Override
    public List<String> remarks(Outcome outcome) {
        Sighted sighted = outcome.findings().get(0).sighted();
        return List.of(
                "The job does not overwrite rows, it adds to them (<code>orders = revenue.orders +"
                        + " EXCLUDED.orders</code>). Whatever is written twice stands in the table twice, and whatever"
                        + " is left out is missing.",
                "SIGKILL gives a process no chance to write anything more. What was not in a checkpoint is read again"
                        + " from the files; what was in one is asked of the ledger in PostgreSQL, which is written in"
                        + " the same transaction as the rows.",
                "While the job was killed, a reader looked at the table %s times: %s"
                        .formatted(
                                Html.number(sighted.looks().size()),
                                sighted.retreats() == 0
                                        ? "it never went back."
                                        : "it went back " + sighted.retreats() + " times."),
                "Recovery is the time from SIGKILL to the first record that the next process reads; most of it is the"
                        + " start of a Java virtual machine.",
                "Here only the job&#39;s process is killed. PostgreSQL, the disk and the network stay healthy.");
    }

    @Override
    public Map<String, String> facts(Outcome outcome) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "Orders",
                "%s lines, %s MB, out of order by up to 30 seconds"
                        .formatted(Html.number(outcome.truth().orders()), Html.number(orderBytes / 1_000_000)));
        facts.put(
                "Job",
                "parallelism %d, a checkpoint every %d ms, delivery by write-ahead log; a process has %s"
                        .formatted(
                                DemoJob.PARALLELISM,
                                DemoJob.CHECKPOINT_INTERVAL.toMillis(),
                                String.join(" ", JobLauncher.JVM_ARGUMENTS)));
        facts.put("PostgreSQL", Html.escape(postgres) + ", with fsync");
        return facts;
    }
}
