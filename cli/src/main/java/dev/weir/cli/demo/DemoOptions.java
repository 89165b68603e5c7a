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
record DemoOptions(
        Setting setting, long seed, Toll kills, long orders, Breakage breakage, Leftovers leftovers, Path report) {

    static final int MOST_KILLS = 100;
    static final long MOST_ORDERS = 1_000_000_000;

    /** All that is wrong, in words for the user. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        checkKills("--kills", kills.job(), faults);
        checkKills("--broker-kills", kills.broker(), faults);
        checkKills("--database-kills", kills.database(), faults);
        if (setting == Setting.FILES && kills.total() > kills.job()) {
            faults.add("--broker-kills and --database-kills are for --kafka");
        }
        if (setting == Setting.FILES && breakage.needsKafka()) {
            faults.add("--break " + breakage + " is for --kafka");
        }
        if (faults.isEmpty() && (orders < setting.fewestOrders(kills) || orders > MOST_ORDERS)) {
            faults.add(String.format(
                    Locale.ROOT,
                    "--orders=%d is not in %d..%d: with fewer the job could be through before kill %d",
                    orders,
                    setting.fewestOrders(kills),
                    MOST_ORDERS,
                    kills.total()));
        }
        return faults;
    }

    private static void checkKills(String option, int kills, List<String> faults) {
        if (kills < 0 || kills > MOST_KILLS) {
            faults.add("%s=%d is not in 0..%d".formatted(option, kills, MOST_KILLS));
        }
    }

    /** Where the job's log goes when the demo fails: beside the report. */
    Path log() {
        return report.resolveSibling(report.getFileName() + ".log");
    }

    /** The command that does the same again. */
    String command() {
        StringBuilder command =
                new StringBuilder("./weir demo%s --seed %d --kills %d".formatted(setting.option(), seed, kills.job()));
        if (setting == Setting.KAFKA) {
            command.append(" --broker-kills %d --database-kills %d".formatted(kills.broker(), kills.database()));
        }
        command.append(" --orders ").append(orders);
        if (breakage != Breakage.NONE) {
            command.append(" --break ").append(breakage);
        }
        return command.toString();
    }
}
