package dev.weir;

import dev.weir.error.WeirException;
import dev.weir.graph.Link;
import dev.weir.graph.Probing;
import dev.weir.graph.Step;
import dev.weir.guarantee.Finding;
import dev.weir.sink.SupportsProbe;
import java.util.List;

/** Lets the sinks look at their destinations as they are now; what fails is unknown, never passed over. */
final class LiveProbing implements Probing {
    @Override
    public List<Link> probe(Step.SinkStep step) {
        String place = "sink " + step.name();
        if (!(step.sink() instanceof SupportsProbe able)) {
            return List.of(known(
                    place,
                    Finding.good("destination", "taken to keep what it acknowledges; the sink does not look at it")));
        }
        try {
            return able.probe(step.strategy()).stream()
                    .map(finding -> known(place, finding))
                    .toList();
        } catch (WeirException e) {
            return List.of(unknown(place, String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            return List.of(unknown(
                    place,
                    "the probe failed: " + e + "; report this as a defect of sink "
                            + step.sink().kind()));
        }
    }

    private static Link known(String place, Finding finding) {
        return new Link(place, finding, true);
    }

    /** The remedy of a message stands behind its last semicolon. */
    private static Link unknown(String place, String message) {
        int remedy = message.lastIndexOf("; ");
        return remedy < 0
                ? Link.unknown(place, "destination", message, "make it answer")
                : Link.unknown(place, "destination", message.substring(0, remedy), message.substring(remedy + 2));
    }
}
