package dev.weir.sink;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The transactions of one commit shard: a part is prepared when its temporary file is durable, committed by renaming. */
final class FileShard<T> implements TransactionShard<T> {
    private final OutputDirectory directory;
    private final PartNames names;
    private final AttemptMarker marker;
    private final LineEncoder<T> encoder;
    private final FaultInjector faults;
    private final boolean forks;
    /** The lineage for which no newer part was found; used in the task's thread only. */
    private @Nullable String checkedLineage;

    FileShard(
            OutputDirectory directory,
            PartNames names,
            AttemptMarker marker,
            LineEncoder<T> encoder,
            ShardContext context) {
        this.directory = directory;
        this.names = names;
        this.marker = marker;
        this.encoder = encoder;
        this.faults = context.faults();
        this.forks = context.forks();
    }

    /** The names of the parts take the place of a ledger. */
    @Override
    public @Nullable LedgerEntry fence() {
        marker.take();
        return null;
    }

    @Override
    public SinkTransaction<T> begin(String lineage, long sequence) {
        if (!lineage.equals(checkedLineage)) {
            try {
                refuseAnotherLineage(lineage);
                refuseRewind(lineage, sequence);
                marker.enter(lineage);
            } catch (IOException e) {
                throw directory.unavailable("look for committed files of " + names + " in " + directory, e);
            }
            checkedLineage = lineage;
        }
        String part = names.part(lineage, sequence);
        return new PartWriter<>(directory, marker, encoder, part, names.temporary(part), names.attempt());
    }

    /** A committed part that this unit or a later one would write again shows that the job went back. */
    private void refuseRewind(String lineage, long sequence) throws IOException {
        long newest = newestPart(lineage);
        if (newest >= sequence) {
            throw new WeirException(
                    ErrorCode.REWIND,
                    "Cannot write unit " + sequence + " of " + names + " to " + directory
                            + ": the job went back to an older checkpoint: unit " + newest
                            + " is already there: " + names.part(lineage, newest)
                            + "; restore the newest checkpoint, or move the files from unit " + sequence
                            + " on away, or let the job begin a new lineage (RewindPolicy.FORK)");
        }
    }

    /** A job that starts fresh, or from a copy of its checkpoints that it has lost since, would write everything again. */
    private void refuseAnotherLineage(String lineage) throws IOException {
        String before = marker.lineage();
        if (forks || before.isEmpty() || before.equals(lineage)) {
            return;
        }
        long newest = newestPart(before);
        if (newest > 0) {
            throw new WeirException(
                    ErrorCode.REWIND,
                    "Cannot write to " + names + " in " + directory
                            + ": the job starts fresh, but files of an earlier start are there: "
                            + names.part(before, newest)
                            + "; restore the newest checkpoint, or move those files away, or let the job begin a new"
                            + " lineage beside them (RewindPolicy.FORK), and records arrive a second time");
        }
    }

    /** The highest number of a committed part of a lineage, or 0. */
    private long newestPart(String lineage) throws IOException {
        long newest = 0;
        for (String name : directory.names()) {
            newest = Math.max(newest, names.sequenceOfPart(name, lineage).orElse(0));
        }
        return newest;
    }

    @Override
    public CommitOutcome commit(PreparedUnit unit) {
        marker.check();
        PartHandle prepared = PartHandle.decode(unit.handle());
        if (prepared.isEmpty()) {
            return new CommitOutcome.Committed();
        }
        try {
            return commit(prepared);
        } catch (IOException e) {
            // If the rename happened nevertheless, the next call finds it.
            return new CommitOutcome.RetryLater(e);
        }
    }

    private CommitOutcome commit(PartHandle prepared) throws IOException {
        long committed = directory.size(prepared.part());
        if (committed == prepared.length()) {
            // The rename may not be durable yet.
            directory.sync();
            return new CommitOutcome.AlreadyCommitted();
        }
        if (committed != OutputDirectory.ABSENT) {
            return lost(
                    prepared, "another file has its name, of " + committed + " bytes; move that file away and restart");
        }
        long size = directory.size(prepared.temporary());
        if (size == OutputDirectory.ABSENT) {
            return lost(
                    prepared,
                    "neither it nor its temporary file " + prepared.temporary()
                            + " exists; if a reader took it away, put it back, otherwise restore an older checkpoint");
        }
        if (size != prepared.length() || isDamaged(prepared)) {
            return lost(
                    prepared,
                    "its temporary file " + prepared.temporary() + " is damaged, of " + size
                            + " bytes; check the disk and restore an older checkpoint");
        }
        faults.at(Label.COMMIT_AFTER_RECORDS);
        directory.rename(prepared.temporary(), prepared.part());
        faults.at(Label.COMMIT_AFTER_COMMIT);
        directory.sync();
        return new CommitOutcome.Committed();
    }

    /** Reads the file again only if another process wrote it: this one has just been told that it is durable. */
    private boolean isDamaged(PartHandle prepared) throws IOException {
        return prepared.attempt() != names.attempt() && directory.checksum(prepared.temporary()) != prepared.checksum();
    }

    private CommitOutcome lost(PartHandle prepared, String why) {
        return new CommitOutcome.Lost(
                "Cannot commit " + directory.file(prepared.part()) + " of " + prepared.length() + " bytes: " + why);
    }

    @Override
    public void abortAllBut(List<byte[]> handles) {
        Set<String> kept = handles.stream()
                .map(handle -> PartHandle.decode(handle).temporary())
                .collect(Collectors.toSet());
        marker.check();
        try {
            for (String name : directory.names()) {
                OptionalLong attempt = names.attemptOfTemporary(name);
                if (attempt.isPresent() && attempt.getAsLong() <= names.attempt() && !kept.contains(name)) {
                    directory.delete(name);
                }
            }
        } catch (IOException e) {
            throw directory.unavailable("abort the unfinished files of " + names + " in " + directory, e);
        }
    }

    @Override
    public void close() {}
}
