package dev.weir.cli.verify;

import dev.weir.cli.leftovers.Leftovers;
import dev.weir.sink.DeliveryStrategy;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked for.
 *
 * @param sink as it was typed
 * @param classPath in the notation of {@code java -cp}, or empty
 * @param strategy null for the sink's own choice
 */
record Request(
        String sink,
        String classPath,
        @Nullable DeliveryStrategy strategy,
        BigDecimal minutes,
        long seed,
        Leftovers leftovers) {
    private static final BigDecimal MOST_MINUTES = BigDecimal.valueOf(7 * 24 * 60);
    private static final BigDecimal MILLIS_PER_MINUTE = BigDecimal.valueOf(60_000);

    /** What is wrong with it, or empty. */
    String fault() {
        return minutes.signum() < 0 || minutes.compareTo(MOST_MINUTES) > 0
                ? "--minutes=" + minutes.toPlainString() + " is not in 0.." + MOST_MINUTES
                        + "; give the minutes of chaos that follow the cases that are always tried"
                : "";
    }

    Duration duration() {
        return Duration.ofMillis(minutes.multiply(MILLIS_PER_MINUTE).longValue());
    }

    /** The command that does the same again. */
    String command() {
        StringBuilder command = new StringBuilder("./weir verify --sink ").append(quoted(sink));
        if (!classPath.isEmpty()) {
            command.append(" --class-path ").append(quoted(classPath));
        }
        if (strategy != null) {
            command.append(" --strategy ").append(StrategyName.of(strategy));
        }
        return command.append(" --minutes ")
                .append(minutes.toPlainString())
                .append(" --seed ")
                .append(seed)
                .toString();
    }

    /** For a shell. */
    private static String quoted(String word) {
        return word.matches("[\\w./:+,=@%-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
