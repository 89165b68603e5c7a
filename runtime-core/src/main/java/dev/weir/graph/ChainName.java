package dev.weir.graph;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Names a chain by its steps: {@code csv-files -> parse -> (to-orders, to-errors)}. */
final class ChainName {
    private ChainName() {}

    static String of(List<Step> steps) {
        return from(0, steps);
    }

    private static String from(int index, List<Step> steps) {
        int[] children = IntStream.range(index + 1, steps.size())
                .filter(i -> steps.get(i).parent() == index)
                .toArray();
        String name = steps.get(index).name();
        return switch (children.length) {
            case 0 -> name;
            case 1 -> name + " -> " + from(children[0], steps);
            default ->
                IntStream.of(children)
                        .mapToObj(child -> from(child, steps))
                        .collect(Collectors.joining(", ", name + " -> (", ")"));
        };
    }
}
