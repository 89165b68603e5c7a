package dev.weir.sink;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.OptionalLong;

/**
 * Fences a commit shard by marker files. An attempt owns the shard as long as its own marker exists: a newer attempt
 * first creates its own, then deletes all older ones, and only then goes on. So a check is one look at one name, and an
 * attempt that slept through the change finds its marker gone.
 *
 * <p>What is done between a check and the step that it protects can still meet a newer attempt; the steps are made so that
 * this is harmless: a rename of a checkpoint's part has one result whoever does it, and an attempt deletes only the
 * temporary files of itself and of older attempts.
 *
 * <p>A marker's first line names the owner of the attempt, since a job that has lost its checkpoints counts from 1 again;
 * the last line is the lineage that the shard was last written in, which each attempt takes over from the one before: so a job
 * that starts fresh beside the files of an earlier start is found.
 */
final class AttemptMarker {
    private final OutputDirectory directory;
    private final PartNames names;
    private final String owner;

    AttemptMarker(OutputDirectory directory, PartNames names, String owner) {
        this.directory = directory;
        this.names = names;
        this.owner = owner;
    }

    void take() {
        try {
            refuseIfNewer();
            String known = lineage();
            directory.mark(names.marker(), owner + "\n" + (known.isEmpty() ? "" : known + "\n"));
            refuseAnotherOwner();
            try {
                refuseIfNewer();
            } catch (WeirException e) {
                directory.delete(names.marker());
                throw e;
            }
            deleteOlder();
            directory.sync();
        } catch (IOException e) {
            throw directory.unavailable("fence " + names + " in " + directory, e);
        }
    }

    /** The lineage that this attempt or the one before it has written in, or an empty text. */
    String lineage() throws IOException {
        String lineage = "";
        long newest = 0;
        for (String name : directory.names()) {
            long attempt = names.attemptOfMarker(name).orElse(0);
            if (attempt > newest) {
                List<String> lines = directory.lines(name);
                if (lines.size() > 1) {
                    newest = attempt;
                    lineage = lines.get(lines.size() - 1);
                }
            }
        }
        return lineage;
    }

    /** Notes the lineage in the marker; does not create it again, if a newer attempt has deleted it. */
    void enter(String lineage) throws IOException {
        if (lineage.equals(lineage())) {
            return;
        }
        try {
            directory.append(names.marker(), lineage + "\n");
        } catch (NoSuchFileException e) {
            check();
        }
    }

    /** Fails if a newer attempt has taken over. */
    void check() {
        try {
            if (directory.size(names.marker()) != OutputDirectory.ABSENT) {
                return;
            }
            refuseIfNewer();
        } catch (IOException e) {
            throw directory.unavailable("check who owns " + names + " in " + directory, e);
        }
        throw new WeirException(
                ErrorCode.FENCED,
                "Cannot use " + names + " in " + directory + ": the marker of attempt " + names.attempt() + " is gone: "
                        + names.marker() + "; leave files that begin with a dot alone, and restart the job");
    }

    private void refuseIfNewer() throws IOException {
        long newest = names.attempt();
        for (String name : directory.names()) {
            newest = Math.max(newest, names.attemptOfMarker(name).orElse(newest));
        }
        if (newest > names.attempt()) {
            throw new WeirException(
                    ErrorCode.FENCED,
                    "Cannot use " + names + " in " + directory + ": attempt " + newest
                            + " of the job has taken over from attempt " + names.attempt()
                            + "; stop this one, or, if the job lost its checkpoints and counts from 1 again, move "
                            + names.marker(newest) + " and the files of the earlier start away");
        }
    }

    private void refuseAnotherOwner() throws IOException {
        List<String> lines = directory.lines(names.marker());
        if (!lines.isEmpty() && !lines.get(0).equals(owner)) {
            throw new WeirException(
                    ErrorCode.FENCED,
                    "Cannot use " + names + " in " + directory + ": an earlier start of the job owned it under the same"
                            + " number: attempt " + names.attempt()
                            + "; give the job its checkpoints back, or move " + names.marker()
                            + " and the files of that start away");
        }
    }

    private void deleteOlder() throws IOException {
        for (String name : directory.names()) {
            OptionalLong attempt = names.attemptOfMarker(name);
            if (attempt.isPresent() && attempt.getAsLong() < names.attempt()) {
                directory.delete(name);
            }
        }
    }
}
