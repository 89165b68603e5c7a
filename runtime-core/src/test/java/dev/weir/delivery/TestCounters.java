package dev.weir.delivery;

import dev.weir.metrics.Counter;
import dev.weir.metrics.MetricGroup;
import java.util.HashMap;
import java.util.Map;

/** Counters to look at. */
final class TestCounters implements MetricGroup {
    private final Map<String, TestCounter> counters = new HashMap<>();

    @Override
    public Counter counter(String name) {
        return counters.computeIfAbsent(name, key -> new TestCounter());
    }

    long value(String name) {
        return counter(name).value();
    }

    private static final class TestCounter implements Counter {
        private long value;

        @Override
        public void add(long count) {
            value += count;
        }

        @Override
        public long value() {
            return value;
        }
    }
}
