package dev.weir.sink;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * Fences a commit shard by marker files. An attempt owns the shard as long as its own marker exists: a newer attempt
 * first creates its own, then deletes all older ones, and only then goes on. So a check is one look at one name, and an
 * attempt that slept through the change finds its marker gone.
 *
 * <p>What is done between a check and the step that it protects can still meet a newer attempt; the steps are made so that
 * this is harmless: a rename of a checkpoint's part has one result whoever does it, and an attempt deletes only the
 * temporary files of itself and of older attempts.
 */
final class AttemptMarker {
    private final OutputDirectory directory;
    private final PartNames names;

    AttemptMarker(OutputDirectory directory, PartNames names) {
        this.directory = directory;
        this.names = names;
    }

    void take() {
        try {
            refuseIfNewer();
            directory.mark(names.marker());
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
                            + "; stop this one, or, if the job lost its checkpoints and counts from 1 again, delete "
                            + names.marker(newest));
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
