package dev.weir.consistency.simulation;

import dev.weir.consistency.model.Rpc;
import dev.weir.fault.Label;

/**
 * A place in the life of one process: the n-th time that it reaches a label or sends a request, or its n-th step. Counted from 1,
 * anew in each life. Its text is the name of the label, of the request, or {@code step}, then {@code #} and the number.
 */
public sealed interface Moment {
    int occurrence();

    /** The same place, that many times later. */
    Moment withOccurrence(int number);

    /** The process is at a label. */
    record AtLabel(Label label, int occurrence) implements Moment {
        @Override
        public Moment withOccurrence(int number) {
            return new AtLabel(label, number);
        }

        @Override
        public String toString() {
            return label + "#" + occurrence;
        }
    }

    /** The process sends a request. */
    record AtRpc(Rpc rpc, int occurrence) implements Moment {
        @Override
        public Moment withOccurrence(int number) {
            return new AtRpc(rpc, number);
        }

        @Override
        public String toString() {
            return rpc + "#" + occurrence;
        }
    }

    /** The process has done so many steps. */
    record AtStep(int occurrence) implements Moment {
        static final String NAME = "step";

        @Override
        public Moment withOccurrence(int number) {
            return new AtStep(number);
        }

        @Override
        public String toString() {
            return NAME + "#" + occurrence;
        }
    }

    /** Reads what {@code toString} gives. */
    static Moment parse(String text) {
        int separator = text.indexOf('#');
        if (separator < 0) {
            throw new IllegalArgumentException(
                    "Cannot read the moment '" + text + "': no number; write for example COMMIT_BEFORE_APPLY#1");
        }
        String place = text.substring(0, separator);
        int occurrence = Integer.parseInt(text.substring(separator + 1));
        if (place.equals(AtStep.NAME)) {
            return new AtStep(occurrence);
        }
        for (Rpc rpc : Rpc.values()) {
            if (rpc.name().equals(place)) {
                return new AtRpc(rpc, occurrence);
            }
        }
        return new AtLabel(Label.valueOf(place), occurrence);
    }
}
