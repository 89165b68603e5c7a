package dev.weir.guarantee;

/**
 * What one link of a job, or the system behind it, gives at most, and why.
 *
 * @param limit the guarantee that no record behind this link can exceed
 * @param subject what was looked at, for example {@code synchronous_commit of PostgreSQL at db:5432/shop}
 * @param reason what it means, in one sentence without a full stop
 * @param mend what would lift the limit, as something to do; empty if there is nothing to mend
 */
public record Finding(Guarantee limit, String subject, String reason, String mend) {
    /** Something that was looked at and limits nothing. */
    public static Finding good(String subject, String reason) {
        return new Finding(Guarantee.EXACTLY_ONCE, subject, reason, "");
    }
}
