package dev.weir.graph;

import java.util.List;

/**
 * What one sink gives.
 *
 * @param sink as planned
 * @param links everything between the sources and the readers of the destination, in this order
 */
public record SinkGuarantee(Step.SinkStep sink, List<Link> links) {
    public SinkGuarantee {
        links = List.copyOf(links);
    }
}
