package dev.weir.sink;

/**
 * A sink that can be written to record by record such that writing again changes nothing: each record has a
 * deterministic key, and a version that keeps an older value from overwriting a newer one, also one that a process
 * writes which has been replaced long ago.
 */
public interface SupportsIdempotentWriter<T> extends Sink<T> {
    SinkWriter<T> createIdempotentWriter(SinkContext context) throws Exception;
}
