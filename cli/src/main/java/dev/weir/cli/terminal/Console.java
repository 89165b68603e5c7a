package dev.weir.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** What the user sees while a command runs for long. Safe from any thread. */
public final class Console {

    /** How the line that says how it goes on is shown. */
    public enum Display {
        /** Always in the same place, as on a terminal. */
        REWRITTEN,
        /** Again and again, as in a file. */
        APPENDED
    }

    private static final Duration BETWEEN_REWRITES = Duration.ofMillis(100);

    /** Of a terminal, and one letter less: some begin a new line when the last place is taken. */
    public static final int WIDTH = 79;

    private static final int STEP_WIDTH = 60;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final PrintStream err;
    private final Palette palette;
    private final Display display;
    private final Duration betweenAppended;
    private long nextLive = Long.MIN_VALUE;
    private boolean liveShown;
    private boolean silent;

    public Console(PrintStream out, PrintStream err, Palette palette, Display display, Duration betweenAppended) {
        this.out = out;
        this.err = err;
        this.palette = palette;
        this.display = display;
        this.betweenAppended = betweenAppended;
    }

    /**
     * On our standard output, whatever that is.
     *
     * @param betweenAppended how often the live line is repeated where it cannot be rewritten
     */
    public static Console standard(Duration betweenAppended) {
        boolean terminal =
                isTerminal() && !System.getenv().getOrDefault("TERM", "dumb").equals("dumb");
        return new Console(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Palette.of(System.getenv(), terminal),
                terminal ? Display.REWRITTEN : Display.APPENDED,
                betweenAppended);
    }

    private static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    public Palette palette() {
        return palette;
    }

    /** A line that stays. */
    public synchronized void line(String text) {
        hideLive();
        print(text.isEmpty() ? "" : "  " + text);
    }

    /** A step is done. */
    public synchronized void step(String what, Duration took) {
        line(String.format(
                Locale.ROOT,
                "%s %-" + STEP_WIDTH + "s %s",
                palette.done(),
                what,
                palette.dim(String.format(Locale.ROOT, "%5.1f s", took.toMillis() / 1000.0))));
    }

    /**
     * How it goes on; to be called all the time, and shown only now and then.
     *
     * @param millis now, of any clock that does not go back
     */
    public synchronized void live(long millis, Supplier<String> text) {
        if (silent || millis < nextLive) {
            return;
        }
        Duration pause = display == Display.REWRITTEN ? BETWEEN_REWRITES : betweenAppended;
        nextLive = millis + pause.toMillis();
        String line = "  " + text.get();
        if (display == Display.REWRITTEN) {
            out.print(CLEAR_LINE + line);
            out.flush();
            liveShown = true;
        } else {
            print(line);
        }
    }

    /** Takes the live line away, if one is shown. */
    public synchronized void hideLive() {
        if (liveShown) {
            out.print(CLEAR_LINE);
            liveShown = false;
            nextLive = Long.MIN_VALUE;
        }
    }

    /** Why there is no verdict. */
    public synchronized void error(String message) {
        hideLive();
        if (!silent) {
            err.println("weir: " + message);
        }
    }

    /** The last line: what comes after it is only the wreckage of what the user broke off. */
    public synchronized void breakOff(String text) {
        line(text);
        silent = true;
    }

    private void print(String text) {
        if (!silent) {
            out.println(text);
        }
    }
}
