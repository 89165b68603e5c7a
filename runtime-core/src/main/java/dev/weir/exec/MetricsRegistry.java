package dev.weir.exec;

import dev.weir.metrics.Counter;
import dev.weir.metrics.MetricGroup;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The counters of a job, over all its attempts in this process. Safe from any thread. */
final class MetricsRegistry {
    private final Map<String, CounterGroup> groups = new ConcurrentHashMap<>();

    /** The counters of one operator; those of its subtasks add up. */
    MetricGroup group(String uid) {
        return groups.computeIfAbsent(uid, key -> new CounterGroup());
    }

    /** Every counter as {@code uid.name}. */
    Map<String, Long> values() {
        Map<String, Long> values = new TreeMap<>();
        groups.forEach((uid, group) ->
                group.counters.forEach((name, counter) -> values.put(uid + "." + name, counter.value())));
        return values;
    }

    private static final class CounterGroup implements MetricGroup {
        private final Map<String, AdderCounter> counters = new ConcurrentHashMap<>();

        @Override
        public Counter counter(String name) {
            return counters.computeIfAbsent(name, key -> new AdderCounter());
        }
    }

    private static final class AdderCounter implements Counter {
        private final LongAdder adder = new LongAdder();

        @Override
        public void add(long count) {
            adder.add(count);
        }

        @Override
        public long value() {
            return adder.sum();
        }
    }
}
