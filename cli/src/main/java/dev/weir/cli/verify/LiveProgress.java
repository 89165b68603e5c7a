package dev.weir.cli.verify;

import dev.weir.cli.terminal.Console;
import dev.weir.cli.terminal.Palette;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.consistency.suite.Engine;
import dev.weir.consistency.suite.VerificationProgress;
import dev.weir.time.Clock;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Shows on a console how a verification goes on: one line for each case that is over, a live one for the case that runs. */
final class LiveProgress implements VerificationProgress {
    private static final int BAR_WIDTH = 10;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Console console;
    private final Clock clock;
    private final long begin;

    private @Nullable Engine engine;
    private String running = "";
    private double share;
    private int number;
    private int of;

    LiveProgress(Console console, Clock clock) {
        this.console = console;
        this.clock = clock;
        this.begin = clock.nanos();
    }

    @Override
    public void caseStarted(Engine of, String name, int caseNumber, int cases) {
        running = name;
        number = caseNumber;
        this.of = Math.max(cases, caseNumber);
        share = (double) (caseNumber - 1) / this.of;
        status("");
    }

    @Override
    public void status(String text) {
        console.live(millis(), () -> line(text));
    }

    @Override
    public void caseEnded(CaseResult result) {
        if (result.engine() != engine) {
            engine = result.engine();
            console.line("");
            console.line(console.palette().bold(words(result.engine())));
        }
        Palette palette = console.palette();
        if (result.verdict() == Verdict.PASS) {
            console.step(oneLine(result.name()), result.duration());
        } else {
            VerdictStyle style = VerdictStyle.of(result.verdict());
            console.line(style.sign(palette) + " " + oneLine(result.name()));
            console.line("  " + style.words(palette) + ": " + oneLine(result.reason()));
        }
    }

    private String line(String text) {
        long seconds = (long) ((clock.nanos() - begin) / NANOS_PER_SECOND);
        Palette palette = console.palette();
        String plain = String.format(
                Locale.ROOT, "%d/%d  %d:%02d  %s", number, of, seconds / 60, seconds % 60, oneLine(running));
        String all = text.isEmpty() ? plain : plain + ": " + oneLine(text);
        int room = Console.WIDTH - 2 - BAR_WIDTH - 1;
        return palette.bar(share, BAR_WIDTH) + " " + (all.length() <= room ? all : all.substring(0, room));
    }

    private long millis() {
        return clock.nanos() / 1_000_000;
    }

    private static String words(Engine engine) {
        String words = engine.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** A sink's messages may have lines and escape sequences, which would break ours. */
    static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }
}
