package dev.weir.consistency.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What goes wrong with a disk, and when. Calls count from 1; {@link #NEVER} is never.
 *
 * @param room how many bytes can be written until the disk is full
 * @param refusals after how many refused calls somebody frees space, so that everything fits again
 * @param failingSync which sync fails; as on Linux, what it did not write is lost, and the next one succeeds
 * @param lyingFrom from which sync on they return without doing anything
 * @param readOnlyAfter after how many changes (of a name, a byte or a sync) the disk is remounted read-only
 * @param powerLossAt at which change the machine loses power; if it is a write, half of it is done
 * @param slowness what each sync takes in addition
 */
public record DiskPlan(
        long room,
        long refusals,
        long failingSync,
        long lyingFrom,
        long readOnlyAfter,
        long powerLossAt,
        Duration slowness) {
    public static final long NEVER = Long.MAX_VALUE;

    /** Nothing goes wrong. */
    public static final DiskPlan NONE = new DiskPlan(NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, Duration.ZERO);

    /** The disk is full after these bytes, until it is healed. */
    public DiskPlan fullAfter(long bytes) {
        return new DiskPlan(bytes, refusals, failingSync, lyingFrom, readOnlyAfter, powerLossAt, slowness);
    }

    /** Somebody frees space after this many refused calls. */
    public DiskPlan freedAfter(long calls) {
        return new DiskPlan(room, calls, failingSync, lyingFrom, readOnlyAfter, powerLossAt, slowness);
    }

    public DiskPlan syncFailsAt(long call) {
        return new DiskPlan(room, refusals, call, lyingFrom, readOnlyAfter, powerLossAt, slowness);
    }

    public DiskPlan syncLiesFrom(long call) {
        return new DiskPlan(room, refusals, failingSync, call, readOnlyAfter, powerLossAt, slowness);
    }

    public DiskPlan readOnlyAfter(long changes) {
        return new DiskPlan(room, refusals, failingSync, lyingFrom, changes, powerLossAt, slowness);
    }

    public DiskPlan powerLossAt(long change) {
        return new DiskPlan(room, refusals, failingSync, lyingFrom, readOnlyAfter, change, slowness);
    }

    public DiskPlan slowBy(Duration eachSync) {
        return new DiskPlan(room, refusals, failingSync, lyingFrom, readOnlyAfter, powerLossAt, eachSync);
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static DiskPlan parse(String text) {
        DiskPlan plan = NONE;
        for (String word : text.equals("none") ? new String[0] : text.split(",", -1)) {
            int equals = word.indexOf('=');
            try {
                plan = plan.with(word.substring(0, Math.max(0, equals)), Long.parseLong(word.substring(equals + 1)));
            } catch (NumberFormatException e) {
                throw unreadable(text, "'" + word + "' has no number", e);
            }
        }
        return plan;
    }

    private DiskPlan with(String name, long value) {
        return switch (name) {
            case "full-after" -> fullAfter(value);
            case "freed-after" -> freedAfter(value);
            case "sync-fails-at" -> syncFailsAt(value);
            case "sync-lies-from" -> syncLiesFrom(value);
            case "read-only-after" -> readOnlyAfter(value);
            case "power-loss-at" -> powerLossAt(value);
            case "slow-millis" -> slowBy(Duration.ofMillis(value));
            default -> throw unreadable(name, "there is no such fault", null);
        };
    }

    private static IllegalArgumentException unreadable(
            String text, String why, @org.jspecify.annotations.Nullable Throwable cause) {
        return new IllegalArgumentException(
                "Cannot read a plan of disk faults: " + why + ": '" + text
                        + "'; write it as full-after=20000,freed-after=3 with any of full-after, freed-after,"
                        + " sync-fails-at, sync-lies-from, read-only-after, power-loss-at, slow-millis, or as none",
                cause);
    }

    /** The plan in one word, for a command line. */
    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        add(words, "full-after", room);
        add(words, "freed-after", refusals);
        add(words, "sync-fails-at", failingSync);
        add(words, "sync-lies-from", lyingFrom);
        add(words, "read-only-after", readOnlyAfter);
        add(words, "power-loss-at", powerLossAt);
        add(words, "slow-millis", slowness.isZero() ? NEVER : slowness.toMillis());
        return words.isEmpty() ? "none" : String.join(",", words);
    }

    private static void add(List<String> words, String name, long value) {
        if (value != NEVER) {
            words.add(name + "=" + value);
        }
    }
}
