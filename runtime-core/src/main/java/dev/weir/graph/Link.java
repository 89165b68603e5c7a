package dev.weir.graph;

import dev.weir.guarantee.Finding;
import dev.weir.guarantee.Guarantee;

/**
 * One link of the chain between a source and those who read a destination.
 *
 * @param place where in the job, for example {@code sink revenue}
 * @param finding what it gives
 * @param known false if it could not be looked at: then the finding says why, and its limit is the best case
 */
public record Link(String place, Finding finding, boolean known) {
    static Link of(String place, Finding finding) {
        return new Link(place, finding, true);
    }

    /** A link that could not be looked at. */
    public static Link unknown(String place, String subject, String reason, String mend) {
        return new Link(place, new Finding(Guarantee.EXACTLY_ONCE, subject, reason, mend), false);
    }
}
