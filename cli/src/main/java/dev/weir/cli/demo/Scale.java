package dev.weir.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An axis from 0 to a value, with ticks at round numbers.
 *
 * @param end the value at its end
 * @param step from one tick to the next
 */
record Scale(double end, double step) {

    private static final List<Double> ROUND = List.of(1.0, 2.0, 2.5, 5.0, 10.0);

    /** Ends at the given value, with at most so many steps. */
    static Scale to(double end, int steps) {
        double positive = Math.max(end, Double.MIN_NORMAL);
        double power = Math.pow(10, Math.floor(Math.log10(positive / steps)));
        double step = ROUND.stream()
                .map(round -> round * power)
                .filter(candidate -> candidate * steps >= positive)
                .findFirst()
                .orElse(10 * power);
        return new Scale(positive, step);
    }

    /** Ends at the first tick that is not below the value. */
    static Scale above(double value, int steps) {
        Scale exact = to(value, steps);
        return new Scale(Math.ceil(exact.end() / exact.step() - 1e-9) * exact.step(), exact.step());
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i * step <= end * (1 + 1e-9); i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** Where a value lies between the ends, in percent. */
    double percent(double value) {
        return 100 * value / end;
    }

    /** A tick in few letters: 500, 250 k, 1.5 M. */
    String label(double tick) {
        if (end >= 1e6) {
            return trimmed(tick / 1e6, " M");
        }
        return end >= 1e4 ? trimmed(tick / 1e3, " k") : trimmed(tick, "");
    }

    private static String trimmed(double value, String unit) {
        String text = String.format(Locale.ROOT, "%.2f", value).replaceFirst("\\.?0+$", "");
        return text.equals("0") ? text : text + unit;
    }
}
