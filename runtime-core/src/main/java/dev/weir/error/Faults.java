package dev.weir.error;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Gathers everything that is wrong with a job or its settings, so that one error reports it all. Not thread-safe. */
public final class Faults {
    private final List<String> found = new ArrayList<>();

    /** Adds a fault; the text says what is wrong, the values, and how to mend it. */
    public void add(String fault) {
        found.add(fault);
    }

    /** Adds the fault if {@code wrong}. */
    public void addIf(boolean wrong, String fault) {
        if (wrong) {
            found.add(fault);
        }
    }

    /** Adds the fault if {@code wrong}; the text is only made then. */
    public void addIf(boolean wrong, Supplier<String> fault) {
        if (wrong) {
            found.add(fault.get());
        }
    }

    /**
     * Throws what was gathered, if anything.
     *
     * @param what the beginning of the message: {@code Cannot <verb> <thing>}
     */
    public void throwIfAny(ErrorCode code, String what) {
        if (found.size() == 1) {
            throw new WeirException(code, what + ": " + found.get(0));
        }
        if (!found.isEmpty()) {
            String separator = System.lineSeparator() + "  - ";
            throw new WeirException(
                    code, what + ": " + found.size() + " faults:" + separator + String.join(separator, found));
        }
    }
}
