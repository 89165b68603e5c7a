package dev.weir.exec;

import dev.weir.function.KeySelector;
import dev.weir.graph.Partitioning;
import dev.weir.operator.FunctionCopies;
import dev.weir.state.KeyGroups;
import java.util.function.ToIntFunction;

/** The ways to choose a record's channel. */
final class Routers {
    private Routers() {}

    static ExchangeOutput.Router of(Partitioning partitioning, int targets, int firstTarget, int maxParallelism) {
        if (partitioning instanceof Partitioning.ByKey byKey) {
            return new ByKeyGroup(byKey, targets, maxParallelism);
        }
        return targets == 1 ? value -> 0 : new RoundRobin(targets, firstTarget);
    }

    private static final class ByKeyGroup implements ExchangeOutput.Router {
        private final KeySelector<Object, Object> selector;
        private final ToIntFunction<Object> hash;
        private final int[] subtaskOfGroup;

        @SuppressWarnings("unchecked")
        ByKeyGroup(Partitioning.ByKey byKey, int parallelism, int maxParallelism) {
            selector = (KeySelector<Object, Object>)
                    FunctionCopies.of(byKey.selector()).next();
            hash = byKey.hash().get();
            subtaskOfGroup = new int[maxParallelism];
            for (int group = 0; group < maxParallelism; group++) {
                subtaskOfGroup[group] = KeyGroups.subtaskOf(group, maxParallelism, parallelism);
            }
        }

        @Override
        public int route(Object value) throws Exception {
            return subtaskOfGroup[KeyGroups.groupOf(hash.applyAsInt(selector.key(value)), subtaskOfGroup.length)];
        }
    }

    /** One batch to each channel in turn. */
    private static final class RoundRobin implements ExchangeOutput.Router {
        private final int targets;
        private int next;

        RoundRobin(int targets, int firstTarget) {
            this.targets = targets;
            next = firstTarget % targets;
        }

        @Override
        public int route(Object value) {
            return next;
        }

        @Override
        public void batchSent() {
            next = next + 1 == targets ? 0 : next + 1;
        }
    }
}
