package dev.weir.consistency;

import dev.weir.consistency.contract.ContractCheck;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.live.Bench;
import dev.weir.consistency.live.LiveCase;
import dev.weir.consistency.live.LiveSettings;
import dev.weir.consistency.live.RealServers;
import dev.weir.consistency.live.RunningDestination;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.consistency.suite.Engine;
import dev.weir.consistency.suite.SuiteResult;
import dev.weir.consistency.suite.VerificationOptions;
import dev.weir.consistency.suite.VerificationProgress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** One run of the suite over one sink and strategy. */
final class SinkVerification {
    private final SinkUnderTest sink;
    private final VerificationOptions options;
    private final VerificationProgress progress;
    private final long startedMillis = System.currentTimeMillis();
    private final long startedNanos = System.nanoTime();
    private final Map<String, String> versions = new LinkedHashMap<>();
    private final List<CaseResult> results = new ArrayList<>();
    private final List<String> notTested = new ArrayList<>();

    SinkVerification(SinkUnderTest sink, VerificationOptions options, VerificationProgress progress) {
        this.sink = sink;
        this.options = options;
        this.progress = progress;
    }

    SuiteResult run() throws InterruptedException {
        versions.put("Weir", version());
        versions.put("Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        versions.put(
                "machine",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch") + ", "
                        + Runtime.getRuntime().availableProcessors()
                        + " processors");
        if (sink.strategies().contains(options.strategy())) {
            tryAll();
        } else {
            add(nothing("it names only " + sink.strategies() + " as strategies to be proven"));
        }
        return new SuiteResult(
                subject(),
                options.seed(),
                startedMillis,
                Duration.ofNanos(System.nanoTime() - startedNanos),
                versions,
                results,
                List.of(),
                notTested);
    }

    private void tryAll() throws InterruptedException {
        try (RunningDestination running = start()) {
            versions.putAll(new TreeMap<>(running.versions()));
            Bench bench = new Bench(
                    sink,
                    running.destination(),
                    options.strategy(),
                    LiveSettings.thorough(),
                    options.seed(),
                    options.folder(),
                    progress);
            List<LiveCase> cases = new ArrayList<>(RealServers.cases(bench));
            cases.addAll(RealServers.chaos(bench, options.duration()));
            notTested.addAll(RealServers.notTested(bench));
            int all = cases.size() + 1;
            progress.caseStarted(Engine.CONTRACT, "the rules of the sink's ports", 1, all);
            ContractCheck.run(sink, running.destination(), options.strategy()).forEach(this::add);
            for (int i = 0; i < cases.size(); i++) {
                LiveCase each = cases.get(i);
                progress.caseStarted(each.engine(), each.name(), i + 2, all);
                each.run().forEach(this::add);
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            add(nothing("its destination cannot be started: " + e));
        }
    }

    private RunningDestination start() throws Exception {
        progress.status("starting the destination of " + sink.name());
        Files.createDirectories(options.folder());
        return RunningDestination.start(sink);
    }

    private void add(CaseResult result) {
        results.add(result);
        progress.caseEnded(result);
    }

    private CaseResult nothing(String why) {
        return new CaseResult(
                Engine.REAL_SERVERS,
                subject(),
                "start",
                Verdict.INCONCLUSIVE,
                "Nothing can be tried: " + why,
                List.of(),
                "",
                0,
                Duration.ofNanos(System.nanoTime() - startedNanos));
    }

    private String subject() {
        return sink.name() + " " + options.strategy();
    }

    private static String version() {
        return Objects.requireNonNullElse(
                SinkVerification.class.getPackage().getImplementationVersion(), "from its sources");
    }
}
