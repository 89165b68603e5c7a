package dev.weir.graph;

import java.util.List;

/** How the destination of a sink is looked at for a {@link GuaranteeReport}. */
@FunctionalInterface
public interface Probing {
    /** What the destination gives; one that cannot be looked at is an {@linkplain Link#unknown unknown} link. */
    List<Link> probe(Step.SinkStep sink);
}
