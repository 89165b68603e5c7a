package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.element.OutputTag;
import dev.weir.graph.FakeSink;
import dev.weir.graph.FakeSource;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PlanTextTest {
    private static final OutputTag<String> BAD = new OutputTag<>("bad");

    private static StreamEnvironment environment() {
        return StreamEnvironment.create(JobOptions.builder()
                .name("orders")
                .parallelism(2)
                .checkpointDirectory(Path.of("checkpoints"))
                .checkpointInterval(Duration.ofMillis(250))
                .build());
    }

    @Test
    void explainsWhatRunsWhereAndWhatItGuarantees() {
        StreamEnvironment environment = environment();
        OperatorStream<String> lines = environment.fromSource(FakeSource.<String>unbounded(), "lines");
        lines.map(String::length)
                .name("measure")
                .keyBy(length -> length % 10)
                .reduce(Integer::sum)
                .uid("sums")
                .sinkTo(new FakeSink.Logged<>())
                .name("to-database");
        lines.sideOutput(BAD)
                .sinkTo(new FakeSink.Transactional<>())
                .name("to-files")
                .parallelism(1);

        assertThat(environment.explain()).isEqualTo("""
                        Job 'orders': unbounded, parallelism 2, 128 key groups
                        Checkpoints: every 250 ms, timeout 10 min, in checkpoints, 2 retained
                        Restarts: 10 at most without 1 min of running between, after 100 ms growing to 10 s

                        [0] lines -> measure, parallelism 2
                            source lines: fake-source, unbounded, uid source-1
                            operator measure, uid map-1

                        [1] reduce -> to-database, parallelism 2
                            reads measure of [0], by key
                            operator reduce, keyed state, uid sums
                            sink to-database: logged, exactly once by WRITE_AHEAD_LOG, 4 commit shards, uid sink-1

                        [2] to-files, parallelism 1
                            reads lines of [0] (side output 'bad'), rebalanced
                            sink to-files: transactional, exactly once by TWO_PHASE, 4 commit shards, uid sink-2

                        Guarantee: exactly once

                        Links, from source to reader:
                            exactly once   source lines: fake-source: taken to read on from the positions in the checkpoint; it does not say so itself
                            exactly once   operators: state: is in the checkpoint and goes back with the sources
                            exactly once   job: checkpoints: are in checkpoints, the next process goes on with them
                            exactly once   sink to-database: WRITE_AHEAD_LOG: the checkpoint holds the records; they and their ledger entry become one commit
                            exactly once   sink to-database: destination: taken to keep what it acknowledges; the sink does not look at it
                            exactly once   sink to-files: TWO_PHASE: a prepared transaction holds the records as long as the destination keeps it
                            exactly once   sink to-files: destination: taken to keep what it acknowledges; the sink does not look at it

                        Readers see:
                            sink to-database: whole units, when their checkpoint is complete
                            sink to-files: whole units, when their checkpoint is complete
                        """);
    }

    @Test
    void namesTheWeakestSinksAndTheReason() {
        StreamEnvironment environment = environment();
        OperatorStream<String> lines = environment.fromSource(FakeSource.<String>bounded(), "lines");
        lines.sinkTo(new FakeSink.Logged<>());
        lines.print();
        lines.sinkTo(new FakeSink.Plain<>());

        assertThat(environment.explain())
                .startsWith("Job 'orders': bounded, ")
                .contains("sink print: print, at least once by AT_LEAST_ONCE, 4 commit shards, uid sink-2")
                .contains("""

                        Guarantee: at least once
                            Weakest link: AT_LEAST_ONCE of sink print
                                why:  what was written since the last checkpoint is written again after a failure
                                mend: use a sink with a ledger, transactions or keys; print has none
                            Weakest link: AT_LEAST_ONCE of sink plain
                                why:  what was written since the last checkpoint is written again after a failure
                                mend: use a sink with a ledger, transactions or keys; plain has none

                        Links, from source to reader:
                        """)
                .endsWith("""
                            sink print: single records, before their checkpoint is complete; some may come twice
                            sink plain: single records, before their checkpoint is complete; some may come twice
                        """);
    }

    @Test
    void saysThatCheckpointsInMemoryEndWithTheProcess() {
        StreamEnvironment environment = StreamEnvironment.create();
        environment.fromElements("a").sinkTo(new FakeSink.Logged<>());

        assertThat(environment.explain())
                .contains("in memory (lost with the process)")
                .contains("\nGuarantee: exactly once, within this process\n\n")
                .contains(
                        "    exactly once   job: checkpoints: are in memory, so this holds within this process only, and the"
                                + " next one begins anew; set checkpointDirectory\n");
    }

    @Test
    void namesEveryKindOfExchange() {
        StreamEnvironment environment = environment();
        OperatorStream<String> a = environment.fromSource(FakeSource.<String>bounded(), "a");
        OperatorStream<String> b =
                environment.fromSource(FakeSource.<String>bounded(), "b").parallelism(1);
        a.union(b).print();

        assertThat(environment.explain())
                .contains("    reads a of [0], subtask to subtask\n    reads b of [1], rebalanced\n");
    }
}
