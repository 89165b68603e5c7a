package dev.weir.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileSinkTest {
    private static final String LINEAGE = "0123456789abcdef";

    @TempDir
    Path directory;

    private FileSink<String> sink;

    @BeforeEach
    void createSink() {
        sink = FileSink.lines(directory, line -> line);
    }

    private TransactionShard<String> open(ShardHarness context) {
        TransactionShard<String> shard = sink.openTransactionShard(context);
        shard.fence();
        return shard;
    }

    private static byte[] prepared(TransactionShard<String> shard, long sequence, String... lines) throws Exception {
        SinkTransaction<String> transaction = shard.begin(LINEAGE, sequence);
        for (String line : lines) {
            transaction.write(line);
        }
        return transaction.prepare(ShardHarness.unit(1));
    }

    private List<String> names(String regex) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(regex))
                    .sorted()
                    .toList();
        }
    }

    private List<String> visible() throws IOException {
        return names("[^.].*");
    }

    private List<String> temporary() throws IOException {
        return names("\\..*\\.inprogress");
    }

    private List<String> markers() throws IOException {
        return names("\\..*\\.attempt");
    }

    private static void assertFails(ThrowingCallable call, ErrorCode code, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessage(message);
    }

    @Test
    void fileAppearsWholeAtCommit() throws Exception {
        TransactionShard<String> shard = open(ShardHarness.attempt(3));
        byte[] handle = prepared(shard, 7, "one", "Grüße");
        assertThat(visible()).isEmpty();
        assertThat(temporary()).containsExactly(".part-0-0123456789ab-0000000007-out.txt.job.3.inprogress");

        assertThat(shard.commit(ShardHarness.prepared(handle))).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(visible()).containsExactly("part-0-0123456789ab-0000000007-out.txt");
        assertThat(temporary()).isEmpty();
        assertThat(directory.resolve("part-0-0123456789ab-0000000007-out.txt")).hasContent("one\nGrüße\n");
    }

    @Test
    void repeatedCommitIsHarmless() throws Exception {
        TransactionShard<String> shard = open(ShardHarness.attempt(1));
        byte[] handle = prepared(shard, 1, "one");
        shard.commit(ShardHarness.prepared(handle));
        assertThat(shard.commit(ShardHarness.prepared(handle))).isInstanceOf(CommitOutcome.AlreadyCommitted.class);
        assertThat(open(ShardHarness.attempt(2)).commit(ShardHarness.prepared(handle)))
                .isInstanceOf(CommitOutcome.AlreadyCommitted.class);
    }

    @Test
    void emptyUnitMakesNoFile() throws Exception {
        TransactionShard<String> shard = open(ShardHarness.attempt(1));
        assertThat(shard.commit(ShardHarness.prepared(prepared(shard, 1)))).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(visible()).isEmpty();
        assertThat(temporary()).isEmpty();
    }

    @Test
    void writesMoreThanItsBuffer() throws Exception {
        TransactionShard<String> shard = open(ShardHarness.attempt(1));
        SinkTransaction<String> transaction = shard.begin(LINEAGE, 1);
        for (int line = 0; line < 100_000; line++) {
            transaction.write("line " + line);
        }
        shard.commit(ShardHarness.prepared(transaction.prepare(ShardHarness.unit(1))));
        List<String> lines = Files.readAllLines(directory.resolve(visible().get(0)));
        assertThat(lines).hasSize(100_000).endsWith("line 99999");
    }

    @Test
    void abortLeavesNothing() throws Exception {
        TransactionShard<String> shard = open(ShardHarness.attempt(1));
        SinkTransaction<String> transaction = shard.begin(LINEAGE, 1);
        transaction.write("x".repeat(100_000));
        assertThat(temporary()).hasSize(1);
        transaction.abort();
        assertThat(temporary()).isEmpty();
        shard.begin(LINEAGE, 1).abort();
    }

    @Test
    void abortsAllButTheCheckpointsFilesOfThisShardOnly() throws Exception {
        TransactionShard<String> old = open(ShardHarness.attempt(1));
        byte[] kept = prepared(old, 1, "kept");
        prepared(old, 2, "prepared behind the checkpoint");
        old.begin(LINEAGE, 3).write("x".repeat(100_000));
        for (ShardHarness other : List.of(
                ShardHarness.attempt(1).withShard(1),
                ShardHarness.attempt(1).withNames("job", "out2"),
                ShardHarness.attempt(1).withNames("job2", "out"),
                ShardHarness.attempt(1).withNames("job", "0000000001-out"))) {
            prepared(open(other), 1, "of another");
        }
        assertThat(temporary()).hasSize(7);

        TransactionShard<String> shard = open(ShardHarness.attempt(2));
        shard.abortAllBut(List.of(kept));
        assertThat(temporary()).hasSize(5);
        assertThat(shard.commit(ShardHarness.prepared(kept))).isInstanceOf(CommitOutcome.Committed.class);
        shard.abortAllBut(List.of());
        assertThat(temporary())
                .hasSize(4)
                .noneMatch(name -> name.matches(".part-0-0123456789ab-[0-9]+-out.txt.job.1.inprogress"));
    }

    @Test
    void abortFindsFilesThatWereWrittenWithAnotherSuffix() throws Exception {
        prepared(open(ShardHarness.attempt(1)), 1, "old");
        sink = sink.withSuffix(".csv");
        open(ShardHarness.attempt(2)).abortAllBut(List.of());
        assertThat(temporary()).isEmpty();
    }

    @Test
    void newerAttemptLocksTheOlderOut() throws Exception {
        TransactionShard<String> old = open(ShardHarness.attempt(4));
        SinkTransaction<String> transaction = old.begin(LINEAGE, 2);
        transaction.write("zombie");
        byte[] handle = prepared(old, 1, "one");
        TransactionShard<String> next = open(ShardHarness.attempt(5));
        assertThat(markers()).containsExactly(".weir.job.out.0.5.attempt");

        String message = "Cannot use shard 0 of sink \"out\" of job \"job\" in " + directory
                + ": attempt 5 of the job has taken over from attempt 4; stop this one, or, if the job lost its"
                + " checkpoints and counts from 1 again, move .weir.job.out.0.5.attempt and the files of the earlier"
                + " start away";
        assertFails(() -> transaction.prepare(ShardHarness.unit(1)), ErrorCode.FENCED, message);
        assertFails(() -> old.commit(ShardHarness.prepared(handle)), ErrorCode.FENCED, message);
        assertFails(() -> old.abortAllBut(List.of()), ErrorCode.FENCED, message);
        assertFails(old::fence, ErrorCode.FENCED, message);
        assertThat(markers()).containsExactly(".weir.job.out.0.5.attempt");
        assertThat(next.commit(ShardHarness.prepared(handle))).isInstanceOf(CommitOutcome.Committed.class);
        next.fence();
    }

    /** What it wrote after the newer attempt had cleared the directory would stay there for ever. */
    @Test
    void lockedOutAttemptLeavesNoTemporaryFile() throws Exception {
        TransactionShard<String> old = open(ShardHarness.attempt(4));
        SinkTransaction<String> begun = old.begin(LINEAGE, 1);
        begun.write("x".repeat(100_000));
        SinkTransaction<String> empty = old.begin(LINEAGE, 2);
        TransactionShard<String> next = open(ShardHarness.attempt(5));

        assertThatThrownBy(() -> empty.write("x".repeat(100_000))).hasMessageContaining("attempt 5 of the job");
        assertThat(temporary()).hasSize(1);
        assertThatThrownBy(() -> begun.prepare(ShardHarness.unit(1))).hasMessageContaining("attempt 5 of the job");
        assertThat(temporary()).isEmpty();
        next.abortAllBut(List.of());
    }

    /** It would write everything a second time: neither its number nor its lineage tells it from the first start. */
    @Test
    void jobThatLostItsCheckpointsIsRefused() throws Exception {
        TransactionShard<String> first = open(ShardHarness.attempt(1));
        first.commit(ShardHarness.prepared(prepared(first, 1, "one")));

        assertFails(
                () -> open(ShardHarness.attempt(1).withOwner("another")),
                ErrorCode.FENCED,
                "Cannot use shard 0 of sink \"out\" of job \"job\" in " + directory
                        + ": an earlier start of the job owned it under the same number: attempt 1; give the job its"
                        + " checkpoints back, or move .weir.job.out.0.1.attempt and the files of that start away");
        open(ShardHarness.attempt(2));
        TransactionShard<String> third = open(ShardHarness.attempt(3).withOwner("another"));
        assertFails(
                () -> third.begin("fresh", 1),
                ErrorCode.REWIND,
                "Cannot write to shard 0 of sink \"out\" of job \"job\" in " + directory
                        + ": the job starts fresh, but files of an earlier start are there:"
                        + " part-0-0123456789ab-0000000001-out.txt; restore the newest checkpoint, or move those files"
                        + " away, or let the job begin a new lineage beside them (RewindPolicy.FORK), and records arrive"
                        + " a second time");
    }

    @Test
    void newLineageIsAcceptedWithoutFilesOfTheOldAndByAFork() throws Exception {
        TransactionShard<String> first = open(ShardHarness.attempt(1));
        byte[] handle = prepared(first, 1, "one");
        open(ShardHarness.attempt(2)).begin("second", 1).abort();
        open(ShardHarness.attempt(3)).begin(LINEAGE, 1).abort();
        assertThat(open(ShardHarness.attempt(4)).commit(ShardHarness.prepared(handle)))
                .isInstanceOf(CommitOutcome.Committed.class);

        open(ShardHarness.attempt(5).forking()).begin("forked", 1).abort();
        open(ShardHarness.attempt(6)).begin("forked", 1).abort();
    }

    @Test
    void shardsAreFencedEachOnItsOwn() throws Exception {
        TransactionShard<String> shard = open(ShardHarness.attempt(1));
        open(ShardHarness.attempt(2).withShard(1));
        open(ShardHarness.attempt(2).withNames("job", "other"));
        open(ShardHarness.attempt(2).withNames("other", "out"));
        assertThat(shard.commit(ShardHarness.prepared(prepared(shard, 1, "one"))))
                .isInstanceOf(CommitOutcome.Committed.class);
    }

    @Test
    void deletedMarkerStopsTheAttempt() throws Exception {
        TransactionShard<String> shard = open(ShardHarness.attempt(1));
        Files.delete(directory.resolve(".weir.job.out.0.1.attempt"));
        assertFails(
                () -> prepared(shard, 1, "one"),
                ErrorCode.FENCED,
                "Cannot use shard 0 of sink \"out\" of job \"job\" in " + directory
                        + ": the marker of attempt 1 is gone: .weir.job.out.0.1.attempt; leave files that begin with a dot"
                        + " alone, and restart the job");
    }

    @Test
    void lostFileIsReportedWithItsPaths() throws Exception {
        TransactionShard<String> shard = open(ShardHarness.attempt(1));
        byte[] handle = prepared(shard, 1, "one");
        Files.delete(directory.resolve(temporary().get(0)));
        assertThat(shard.commit(ShardHarness.prepared(handle)))
                .isEqualTo(new CommitOutcome.Lost("Cannot commit " + directory
                        + "/part-0-0123456789ab-0000000001-out.txt of 4 bytes: neither it nor its temporary file"
                        + " .part-0-0123456789ab-0000000001-out.txt.job.1.inprogress exists; if a reader took it away, put"
                        + " it back, otherwise restore an older checkpoint"));
    }

    @Test
    void fileOfAnotherLengthInItsPlaceIsReported() throws Exception {
        TransactionShard<String> shard = open(ShardHarness.attempt(1));
        byte[] handle = prepared(shard, 1, "one");
        Files.writeString(directory.resolve("part-0-0123456789ab-0000000001-out.txt"), "mine");
        Files.writeString(directory.resolve("part-0-0123456789ab-0000000001-out.txt"), "mine!");
        assertThat(shard.commit(ShardHarness.prepared(handle)))
                .isEqualTo(new CommitOutcome.Lost("Cannot commit " + directory
                        + "/part-0-0123456789ab-0000000001-out.txt of 4 bytes: another file has its name, of 5 bytes; move"
                        + " that file away and restart"));
    }

    @Test
    void damagedFileIsReportedByTheNextAttempt() throws Exception {
        byte[] handle = prepared(open(ShardHarness.attempt(1)), 1, "one");
        Files.writeString(directory.resolve(temporary().get(0)), "One\n");
        assertThat(open(ShardHarness.attempt(2)).commit(ShardHarness.prepared(handle)))
                .isEqualTo(new CommitOutcome.Lost("Cannot commit " + directory
                        + "/part-0-0123456789ab-0000000001-out.txt of 4 bytes: its temporary file"
                        + " .part-0-0123456789ab-0000000001-out.txt.job.1.inprogress is damaged, of 4 bytes; check the disk"
                        + " and restore an older checkpoint"));
        assertThat(visible()).isEmpty();
    }

    @Test
    void jobThatWentBackIsRefused() throws Exception {
        TransactionShard<String> shard = open(ShardHarness.attempt(1));
        shard.commit(ShardHarness.prepared(prepared(shard, 8, "eight")));
        TransactionShard<String> restored = open(ShardHarness.attempt(2));
        assertFails(
                () -> restored.begin(LINEAGE, 6),
                ErrorCode.REWIND,
                "Cannot write unit 6 of shard 0 of sink \"out\" of job \"job\" to " + directory
                        + ": the job went back to an older checkpoint: unit 8 is already there:"
                        + " part-0-0123456789ab-0000000008-out.txt; restore the newest checkpoint, or move the files from"
                        + " unit 6 on away, or let the job begin a new lineage (RewindPolicy.FORK)");
        restored.begin(LINEAGE, 9).abort();
    }

    @Test
    void unusableDirectoryIsNamed() throws Exception {
        Path missing = directory.resolve("missing");
        assertFails(
                () -> FileSink.<String>lines(missing, line -> line).openTransactionShard(ShardHarness.attempt(1)),
                ErrorCode.DESTINATION_REJECTED,
                "Cannot write files to " + missing + ": there is no such directory; create the directory");
        Path file = Files.createFile(directory.resolve("file"));
        assertFails(
                () -> FileSink.<String>lines(file, line -> line).openTransactionShard(ShardHarness.attempt(1)),
                ErrorCode.DESTINATION_REJECTED,
                "Cannot write files to " + file + ": it is no directory; create the directory");
    }

    @Test
    void readOnlyDirectoryIsNamed() throws Exception {
        Path readOnly = Files.createDirectory(directory.resolve("read-only"));
        assumeTrue(readOnly.toFile().setWritable(false) && !Files.isWritable(readOnly), "root may write everywhere");
        assertFails(
                () -> FileSink.<String>lines(readOnly, line -> line).openTransactionShard(ShardHarness.attempt(1)),
                ErrorCode.DESTINATION_REJECTED,
                "Cannot write files to " + readOnly + ": the directory is not writable for user "
                        + System.getProperty("user.name") + "; permit it");
    }

    @Test
    void fullDiskIsNamed() {
        IOException full = new IOException("No space left on device");
        assertThat(OutputDirectory.open(directory).unavailable("write " + directory + "/part", full))
                .hasMessage("Cannot write " + directory
                        + "/part: No space left on device; check space and permissions in " + directory)
                .hasCause(full)
                .extracting(WeirException::code)
                .isEqualTo(ErrorCode.DESTINATION_UNAVAILABLE);
    }

    @Test
    void failureOfTheEncoderIsTheUsers() throws Exception {
        sink = FileSink.lines(directory, line -> line.substring(5));
        SinkTransaction<String> transaction = open(ShardHarness.attempt(1)).begin(LINEAGE, 1);
        assertThatThrownBy(() -> transaction.write("abc"))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USER_FUNCTION))
                .hasMessageStartingWith("Cannot write a record to " + directory + ": its line encoder failed: ")
                .hasMessageEndingWith("; correct the encoder");
    }

    @Test
    void suffixIsChecked() {
        assertFails(
                () -> sink.withSuffix("csv/x"),
                ErrorCode.INVALID_JOB,
                "Cannot write files that end in \"csv/x\": a suffix begins with a dot and has letters, digits, dots, _ and"
                        + " -; correct it");
    }

    @Test
    void namesWithAnyCharactersAreKeptApart() throws Exception {
        String longName = "a".repeat(300);
        for (String name : List.of("a/b", "a b", "a.b", "a_b", "ü", "..", longName, longName + "b")) {
            TransactionShard<String> shard = open(ShardHarness.attempt(1).withNames(name, name));
            assertThat(shard.commit(ShardHarness.prepared(prepared(shard, 1, name))))
                    .isInstanceOf(CommitOutcome.Committed.class);
        }
        assertThat(visible()).hasSize(8).allMatch(name -> name.length() < 150);
        assertThat(markers()).hasSize(8);
    }
}
