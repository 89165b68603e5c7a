package dev.weir.cli.demo;

import dev.weir.cli.leftovers.Leftovers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the user asked for.
 *
 * @param seed of the orders and of the moments of the kills
 * @param leftovers what becomes of the working folder
 * @param report the file to write
 */
record DemoOptions(long seed, int kills, long orders, Breakage breakage, Leftovers leftovers, Path report) {

    static final int MOST_KILLS = 100;
    static final long MOST_ORDERS = 1_000_000_000;

    /** With fewer, the job may be through before the last kill. */
    static final long ORDERS_PER_LIFE = 100_000;

    /** All that is wrong, in words for the user. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (kills < 0 || kills > MOST_KILLS) {
            faults.add("--kills=%d is not in 0..%d".formatted(kills, MOST_KILLS));
        } else if (orders < ORDERS_PER_LIFE * (kills + 1) || orders > MOST_ORDERS) {
            faults.add(String.format(
                    Locale.ROOT,
                    "--orders=%d is not in %d..%d: with fewer the job could be through before kill %d",
                    orders,
                    ORDERS_PER_LIFE * (kills + 1),
                    MOST_ORDERS,
                    kills));
        }
        return faults;
    }

    /** Where the job's log goes when the demo fails: beside the report. */
    Path log() {
        return report.resolveSibling(report.getFileName() + ".log");
    }

    /** The command that does the same again. */
    String command() {
        StringBuilder command =
                new StringBuilder("./weir demo --seed %d --kills %d --orders %d".formatted(seed, kills, orders));
        if (breakage != Breakage.NONE) {
            command.append(" --break ").append(breakage);
        }
        return command.toString();
    }
}
