package dev.weir.exec;

import dev.weir.metrics.Counter;
import dev.weir.metrics.MetricGroup;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The counters of a job, over all its attempts in this process. Safe from any thread. */
final class MetricsRegistry {
    private final Map<String, AdderCounter> counters = new ConcurrentHashMap<>();

    /** The counters of one operator; those of its subtasks add up. */
    MetricGroup group(String uid) {
        return name -> counters.computeIfAbsent(uid + "." + name, key -> new AdderCounter());
    }

    /** Every counter as {@code uid.name}. */
    Map<String, Long> values() {
        Map<String, Long> values = new TreeMap<>();
        counters.forEach((name, counter) -> values.put(name, counter.value()));
        return values;
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
