package dev.weir.consistency.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** How a process is steered while it runs: by files beside its journal, which work for a frozen one too. */
enum Steering {
    /** Emit as fast as possible, to come to an end. */
    HURRY,
    /** A thread that stands still at a label goes on. */
    GO_ON,
    /** A successor has a copy of the checkpoints: no attempt is claimed any more. */
    REPLACED;

    private static final long LOOK_MILLIS = 5;

    void tell(Path journal) {
        try {
            Files.createFile(file(journal));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isTold(Path journal) {
        return Files.exists(file(journal));
    }

    /** Returns when it is told. */
    void await(Path journal) {
        while (!isTold(journal)) {
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private Path file(Path journal) {
        return journal.resolveSibling(journal.getFileName() + "." + name());
    }
}
