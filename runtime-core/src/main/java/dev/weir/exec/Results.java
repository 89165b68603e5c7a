package dev.weir.exec;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Reads futures that are complete. */
final class Results {
    private Results() {}

    /** The value of a completed future, or its own exception instead of the wrapper around it. */
    static <T> T of(CompletableFuture<T> completed) throws Exception {
        try {
            return completed.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }
}
