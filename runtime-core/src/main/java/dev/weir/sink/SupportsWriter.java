package dev.weir.sink;

/** A sink that can be written to record by record, outside any commit: at least once. */
public interface SupportsWriter<T> extends Sink<T> {
    SinkWriter<T> createWriter(SinkContext context) throws Exception;
}
