package dev.weir.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.time.Timestamps;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class CollectSinkTest {
    private static final CommitUnit FIRST = unit(1, 11);
    private static final CommitUnit SECOND = unit(2, 22);

    private final CollectSink<String> sink = CollectSink.exactlyOnce(String.class);

    private static CommitUnit unit(long sequence, long digest) {
        return new CommitUnit("lineage", sequence, 100 + sequence, 1, sequence, digest);
    }

    @SuppressWarnings("unchecked")
    private LedgerShard<String> open(ShardHarness context) throws Exception {
        return ((SupportsWriteAheadLog<String>) sink).openShard(context);
    }

    private static void assertFenced(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FENCED))
                .hasMessage(
                        "Cannot use shard 0 of sink \"out\" of job \"job\": attempt 2 of the job has taken over from"
                                + " attempt 1; stop this one");
    }

    @Test
    void unitIsAppliedOnce() throws Exception {
        LedgerShard<String> shard = open(ShardHarness.attempt(1));
        assertThat(shard.read()).isNull();
        LedgerEntry entry = shard.fence();
        assertThat(entry).isEqualTo(LedgerEntry.empty(1));

        assertThat(shard.apply(entry, FIRST, ListedRecords.of("a"))).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(shard.read()).isEqualTo(entry.after(FIRST));
        assertThat(shard.apply(entry, FIRST, ListedRecords.of("a"))).isInstanceOf(CommitOutcome.AlreadyCommitted.class);
        assertThat(shard.apply(entry.after(FIRST), SECOND, ListedRecords.of("b")))
                .isInstanceOf(CommitOutcome.Committed.class);
        assertThat(sink.results()).containsExactly("a", "b");
    }

    @Test
    void nextAttemptFindsTheLedgerAndLocksTheOlderOut() throws Exception {
        LedgerShard<String> old = open(ShardHarness.attempt(1));
        LedgerEntry before = old.fence();
        old.apply(before, FIRST, ListedRecords.of("a"));

        LedgerShard<String> next = open(ShardHarness.attempt(2));
        LedgerEntry entry = next.fence();
        assertThat(entry).isEqualTo(LedgerEntry.empty(2).after(FIRST));
        assertThat(next.fence()).isEqualTo(entry);
        assertFenced(old::fence);
        assertThat(old.read()).isEqualTo(entry);
        assertFenced(() -> old.apply(before.after(FIRST), SECOND, ListedRecords.of("zombie")));
        assertThat(next.apply(entry, SECOND, ListedRecords.of("b"))).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(sink.results()).containsExactly("a", "b");
    }

    @Test
    void unexpectedLedgerAppliesNothing() throws Exception {
        LedgerShard<String> shard = open(ShardHarness.attempt(1));
        LedgerEntry entry = shard.fence();
        assertThatThrownBy(() -> shard.apply(entry.after(FIRST), SECOND, ListedRecords.of("b")))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DESTINATION_REJECTED))
                .hasMessage(
                        "Cannot commit unit 2 of shard 0 of sink \"out\" of job \"job\": the ledger is not what the job"
                                + " takes it for: it has " + entry + ", expected " + entry.after(FIRST)
                                + "; restart the job, so that it reads the ledger again");
        assertThat(sink.results()).isEmpty();
    }

    @Test
    void recordsThatFailToDecodeLeaveNothing() throws Exception {
        LedgerShard<String> shard = open(ShardHarness.attempt(1));
        LedgerEntry entry = shard.fence();
        Iterable<String> broken = () -> List.of("a", "b").stream()
                .map(record -> {
                    if (record.equals("b")) {
                        throw new IllegalStateException("rotten");
                    }
                    return record;
                })
                .iterator();
        assertThatThrownBy(() -> shard.apply(entry, FIRST, new ListedRecords<>(broken)))
                .hasMessage("rotten");
        assertThat(sink.results()).isEmpty();
        assertThat(shard.read()).isEqualTo(entry);
    }

    @Test
    void shardsHaveEachTheirLedger() throws Exception {
        for (ShardHarness context : List.of(
                ShardHarness.attempt(1),
                ShardHarness.attempt(1).withShard(1),
                ShardHarness.attempt(1).withNames("job", "other"),
                ShardHarness.attempt(1).withNames("other", "out"))) {
            LedgerShard<String> shard = open(context);
            assertThat(shard.apply(shard.fence(), FIRST, ListedRecords.of("a")))
                    .isInstanceOf(CommitOutcome.Committed.class);
        }
        assertThat(sink.results()).hasSize(4);
    }

    @Test
    void resultsOfWritersAreSeenAtOnceAndFromAnyThread() throws Exception {
        CollectSink<Integer> written = CollectSink.atLeastOnce();
        @SuppressWarnings("unchecked")
        SinkWriter<Integer> writer = ((SupportsWriter<Integer>) written).createWriter(ShardHarness.writer(0, 1));
        CountDownLatch begun = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            try {
                for (int value = 0; value < 100_000; value++) {
                    writer.write(value, Timestamps.NONE);
                    begun.countDown();
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        thread.start();
        begun.await();
        List<Integer> seen = new ArrayList<>(written.results());
        thread.join();
        assertThat(seen).isNotEmpty().isSorted();
        assertThat(written.results()).hasSize(100_000).isSorted();
    }
}
