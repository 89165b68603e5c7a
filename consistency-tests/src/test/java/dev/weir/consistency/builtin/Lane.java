package dev.weir.consistency.builtin;

import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.live.Bench;
import dev.weir.consistency.live.LiveCase;
import dev.weir.consistency.live.LiveSettings;
import dev.weir.consistency.subject.Destination;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.consistency.suite.VerificationProgress;
import dev.weir.sink.DeliveryStrategy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Cases that are tried one after the other while those of another lane go on: much of a case is waiting for a process. */
@SuppressWarnings("try") // a destination's close() may be interrupted
final class Lane implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Path folder;
    private final LiveSettings settings;
    private final List<Trial> trials = new ArrayList<>();

    /** A sink and a strategy, and what came out. */
    record Trial(String name, Future<List<CaseResult>> results) {
        List<CaseResult> await() throws InterruptedException {
            try {
                return results.get();
            } catch (ExecutionException e) {
                throw new AssertionError(name + " could not be tried", e.getCause());
            }
        }

        /** What is not as it should be, with why. */
        List<String> failures() throws InterruptedException {
            return await().stream()
                    .filter(result -> result.verdict() != Verdict.PASS)
                    .map(result -> result.verdict() + " " + result.name() + ": " + result.reason())
                    .toList();
        }
    }

    Lane(Path folder, LiveSettings settings) {
        this.folder = folder;
        this.settings = settings;
    }

    /** Tries cases over a destination of their own when all before are done. */
    Lane then(SinkUnderTest sink, DeliveryStrategy strategy, Function<Bench, List<LiveCase>> cases) {
        trials.add(new Trial(sink.name() + " " + strategy, thread.submit(() -> run(sink, strategy, cases))));
        return this;
    }

    private List<CaseResult> run(SinkUnderTest sink, DeliveryStrategy strategy, Function<Bench, List<LiveCase>> cases)
            throws Exception {
        List<CaseResult> results = new ArrayList<>();
        Path own = folder.resolve(sink.name() + "-" + strategy);
        try (Destination destination = sink.start()) {
            Bench bench = new Bench(sink, destination, strategy, settings, 1, own, VerificationProgress.SILENT);
            for (LiveCase each : cases.apply(bench)) {
                results.addAll(each.run());
            }
        }
        return results;
    }

    List<Trial> trials() {
        return trials;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
