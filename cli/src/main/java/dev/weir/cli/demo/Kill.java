package dev.weir.cli.demo;

import dev.weir.cli.terminal.Palette;
import java.time.Duration;
import java.util.Locale;

/**
 * One SIGKILL and the way back.
 *
 * @param number from 1, over all victims
 * @param millis when, since the job was first started
 * @param records that the process had read
 * @param checkpointAgeMillis how long ago the last checkpoint was completed
 * @param recovery of the job: until the next process read its first record; of a server: until a reader saw new results in it
 */
record Kill(int number, Victim victim, long millis, long records, long checkpointAgeMillis, Duration recovery) {
    /** Says that the victim works again. */
    String line(Palette palette) {
        return victim == Victim.JOB
                ? String.format(
                        Locale.ROOT,
                        "%s kill %-2d %,10d records read, last checkpoint %4d ms ago; back in %,5d ms",
                        palette.killed(),
                        number,
                        records,
                        checkpointAgeMillis,
                        recovery.toMillis())
                : String.format(
                        Locale.ROOT,
                        "%s kill %-2d %-20s new results in it after             %,5d ms",
                        palette.killed(),
                        number,
                        "of the " + victim + ";",
                        recovery.toMillis());
    }
}
