package dev.weir.sink;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Results that are there as soon as they are written. */
final class WrittenResults<T> implements CollectSink<T>, SupportsWriter<T> {
    private final Queue<T> results = new ConcurrentLinkedQueue<>();

    @Override
    public List<T> results() {
        return List.copyOf(results);
    }

    @Override
    public SinkWriter<T> createWriter(SinkContext context) {
        return new SinkWriter<>() {
            @Override
            public void write(T value, long timestamp) {
                results.add(value);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    @Override
    public String kind() {
        return "collect";
    }
}
