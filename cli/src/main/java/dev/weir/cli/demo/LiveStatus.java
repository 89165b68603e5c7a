package dev.weir.cli.demo;

import dev.weir.cli.terminal.Palette;
import java.util.Locale;

/**
 * How the job is doing right now.
 *
 * @param share of the orders that the table shows, from 0 to 1
 */
record LiveStatus(double share, long recordsPerSecond, long checkpointAgeMillis, int restarts, int kills) {
    private static final int BAR_WIDTH = 12;

    String line(Palette palette) {
        return String.format(
                Locale.ROOT,
                "%s %3d %%  %,9d records/s  checkpoint %4d ms old  restarts %d/%d",
                palette.bar(share, BAR_WIDTH),
                (int) (share * 100),
                recordsPerSecond,
                Math.min(checkpointAgeMillis, 9999),
                restarts,
                kills);
    }
}
