package dev.weir.sink;

import dev.weir.guarantee.Finding;
import java.util.List;

/** A sink that can look at its live destination before the job starts. */
public interface SupportsProbe {
    /**
     * Looks at everything that decides what the strategy gives at this destination; changes nothing there.
     *
     * <p><b>Threading:</b> any thread; blocks for a few seconds at most. <b>Errors:</b> {@code DESTINATION_UNAVAILABLE} when
     * the destination does not answer.
     */
    List<Finding> probe(DeliveryStrategy strategy);
}
