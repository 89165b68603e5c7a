package dev.weir.checkpoint;

import dev.weir.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What users have asked for. A request waits until a checkpoint is triggered, which it joins, and waits again if that is
 * aborted. Thread-safe; futures are completed outside the lock, because whatever depends on them runs there.
 */
final class CheckpointRequests {
    private final List<Request> waiting = new ArrayList<>();
    private final List<Request> joined = new ArrayList<>();
    private @Nullable RuntimeException failure;

    CompletableFuture<CheckpointMetadata> checkpoint() {
        CompletableFuture<CheckpointMetadata> future = new CompletableFuture<>();
        add(new Request(future, (metadata, store) -> future.complete(metadata)));
        return future;
    }

    CompletableFuture<String> savepoint(String directory) {
        CompletableFuture<String> future = new CompletableFuture<>();
        add(new Request(future, (metadata, store) -> {
            try {
                future.complete(store.writeSavepoint(metadata, directory));
            } catch (WeirException e) {
                future.completeExceptionally(e);
            }
        }));
        return future;
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    private void add(Request request) {
        RuntimeException cause = addUnlessFailed(request);
        if (cause != null) {
            request.future().completeExceptionally(cause);
        }
    }

    private synchronized @Nullable RuntimeException addUnlessFailed(Request request) {
        if (failure == null) {
            waiting.add(request);
        }
        return failure;
    }

    /** A checkpoint is triggered. */
    synchronized void join() {
        joined.addAll(waiting);
        waiting.clear();
    }

    /** The checkpoint was aborted. */
    synchronized void repeat() {
        waiting.addAll(joined);
        joined.clear();
    }

    void complete(CheckpointMetadata metadata, CheckpointStore store) {
        takeJoined().forEach(request -> request.fulfilment().fulfil(metadata, store));
    }

    /** Fails all that are open and all that follow. */
    void failAll(RuntimeException cause) {
        takeAll(cause).forEach(request -> request.future().completeExceptionally(cause));
    }

    private synchronized List<Request> takeAll(RuntimeException cause) {
        failure = failure == null ? cause : failure;
        join();
        return takeJoined();
    }

    private synchronized List<Request> takeJoined() {
        List<Request> taken = List.copyOf(joined);
        joined.clear();
        return taken;
    }

    private record Request(CompletableFuture<?> future, Fulfilment fulfilment) {}

    /** What a request is still to do when its checkpoint is complete. */
    @FunctionalInterface
    private interface Fulfilment {
        void fulfil(CheckpointMetadata metadata, CheckpointStore store);
    }
}
