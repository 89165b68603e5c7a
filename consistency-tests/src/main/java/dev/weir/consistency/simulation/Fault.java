package dev.weir.consistency.simulation;

import dev.weir.consistency.model.Network;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One thing that goes wrong, and when. Its text is the kind, {@code @} and the moment: {@code kill@COMMIT_AFTER_COMMIT#2}. */
public record Fault(Kind kind, Moment moment) {
    /** What can go wrong. */
    public enum Kind {
        /** The process dies; what it has written to the disk stays. */
        KILL(null),
        /** The machine loses power: what was not fsynced is lost, kept or torn, and processes that sleep on it die too. */
        POWER(null),
        /** The process falls asleep, its locks run out, and the next life begins. */
        PAUSE(null),
        /** All processes that sleep go on, beside this one. */
        RESUME(null),
        /** The destination ends every prepared transaction that it may end on its own. */
        EXPIRE(null),
        /** The destination restarts: sessions break, and what they have open is rolled back. */
        RESTART(null),
        /** See {@link Network.Fault#NOT_SENT}. */
        NOT_SENT(Network.Fault.NOT_SENT),
        /** See {@link Network.Fault#REPLY_LOST}. */
        REPLY_LOST(Network.Fault.REPLY_LOST),
        /** See {@link Network.Fault#APPLIED_TWICE}. */
        APPLIED_TWICE(Network.Fault.APPLIED_TWICE),
        /** See {@link Network.Fault#DELAYED}. */
        DELAYED(Network.Fault.DELAYED),
        /** See {@link Network.Fault#ERROR}. */
        ERROR(Network.Fault.ERROR);

        private final Network.@Nullable Fault network;

        Kind(Network.@Nullable Fault network) {
            this.network = network;
        }

        /** What happens to the request at which it is, or null if it is at no request. */
        public Network.@Nullable Fault network() {
            return network;
        }

        /** Whether the life of the process is over with it, at least for the time being. */
        public boolean endsLife() {
            return this == KILL || this == POWER || this == PAUSE;
        }

        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public Fault {
        if ((kind.network() != null) != (moment instanceof Moment.AtRpc)) {
            throw new IllegalArgumentException("Cannot plan " + kind.text() + " at " + moment
                    + ": a request is lost or repeated at a request, everything else happens at a label or step");
        }
    }

    static Fault parse(String text) {
        int separator = text.indexOf('@');
        if (separator < 0) {
            throw new IllegalArgumentException(
                    "Cannot read the fault '" + text + "': no moment; write for example kill@COMMIT_BEFORE_APPLY#1");
        }
        String kind = text.substring(0, separator).toUpperCase(Locale.ROOT).replace('-', '_');
        return new Fault(Kind.valueOf(kind), Moment.parse(text.substring(separator + 1)));
    }

    @Override
    public String toString() {
        return kind.text() + "@" + moment;
    }
}
