package dev.weir.checkpoint;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One attempt of one job, as its checkpoints describe it.
 *
 * @param operators in the order of the plan; a vertex takes part in checkpoints if and only if it has one
 */
public record CheckpointedJob(
        String jobName, String lineage, long attempt, int maxParallelism, List<OperatorShape> operators) {
    public CheckpointedJob {
        operators = List.copyOf(operators);
        Map<Integer, Integer> parallelism = new HashMap<>();
        Set<String> uids = new HashSet<>();
        for (OperatorShape operator : operators) {
            Integer other = parallelism.putIfAbsent(operator.vertex(), operator.parallelism());
            if (!uids.add(operator.uid())
                    || operator.parallelism() < 1
                    || (other != null && other != operator.parallelism())) {
                throw new WeirException(
                        ErrorCode.INTERNAL,
                        "Cannot coordinate checkpoints: a uid is there twice or a vertex has two parallelisms: "
                                + operator + "; this is a defect, please report it");
            }
        }
    }

    /** How many tasks take part in a checkpoint. */
    int tasks() {
        Map<Integer, Integer> parallelism = new HashMap<>();
        operators.forEach(operator -> parallelism.put(operator.vertex(), operator.parallelism()));
        return parallelism.values().stream().mapToInt(Integer::intValue).sum();
    }
}
