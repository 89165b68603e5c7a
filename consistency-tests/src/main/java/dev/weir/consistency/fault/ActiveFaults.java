package dev.weir.consistency.fault;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Where a {@link DiskPlan} has come to. Error texts are those of Linux and Java. */
final class ActiveFaults {
    /** What a sync is to do. */
    enum Sync {
        HONEST,
        LYING,
        FAILING
    }

    private final Consumer<String> fired;
    private DiskPlan plan;
    private long written;
    private long refused;
    private long syncs;
    private long changes;
    private boolean powerless;
    private boolean lied;

    ActiveFaults(DiskPlan plan, Consumer<String> fired) {
        this.plan = plan;
        this.fired = fired;
    }

    synchronized void heal() {
        plan = DiskPlan.NONE;
    }

    synchronized void become(DiskPlan other) {
        plan = other;
        written = 0;
        refused = 0;
        syncs = 0;
        changes = 0;
    }

    synchronized void cutPower() {
        powerless = true;
    }

    synchronized void requirePower() throws IOException {
        if (powerless) {
            throw new IOException("the disk has no power since its failure");
        }
    }

    /**
     * Counts a change.
     *
     * @return whether the power goes off in the middle of it
     */
    synchronized boolean change(Path path) throws IOException {
        requirePower();
        changes++;
        if (changes >= plan.powerLossAt()) {
            fired.accept("power loss at change " + changes);
            powerless = true;
            return true;
        }
        if (changes > plan.readOnlyAfter()) {
            if (changes == plan.readOnlyAfter() + 1) {
                fired.accept("read-only disk");
            }
            throw new FileSystemException(path.toString(), null, "Read-only file system");
        }
        return false;
    }

    /** How many of these bytes fit; a name takes one. */
    synchronized int room(int bytes) {
        if (plan.room() - written >= bytes) {
            written += bytes;
            return bytes;
        }
        if (++refused > plan.refusals()) {
            plan = plan.fullAfter(DiskPlan.NEVER);
            return bytes;
        }
        if (refused == 1) {
            fired.accept("disk full");
        }
        int fitting = (int) (plan.room() - written);
        written += fitting;
        return fitting;
    }

    synchronized long free(long really) {
        return Math.min(really, plan.room() == DiskPlan.NEVER ? DiskPlan.NEVER : plan.room() - written);
    }

    /** Counts a sync and takes as long as the plan says. */
    Sync sync() {
        long number;
        DiskPlan now;
        synchronized (this) {
            number = ++syncs;
            now = plan;
            if (number >= now.lyingFrom() && !lied) {
                lied = true;
                fired.accept("lying fsync");
            }
        }
        if (!now.slowness().isZero()) {
            if (number == 1) {
                fired.accept("slow disk");
            }
            sleep(now.slowness().toMillis());
        }
        if (number == now.failingSync()) {
            fired.accept("fsync error at " + number);
            return Sync.FAILING;
        }
        return number >= now.lyingFrom() ? Sync.LYING : Sync.HONEST;
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
