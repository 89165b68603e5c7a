package dev.weir.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.terminal.Console.Display;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ConsoleTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void repeatsTheLiveLineInAFileOnlyNowAndThen() {
        Console console = console(Display.APPENDED);
        for (long millis = 0; millis <= 5_000; millis += 10) {
            long now = millis;
            console.live(now, () -> "after " + now + " ms");
        }

        assertThat(printed().lines()).containsExactly("  after 0 ms", "  after 2000 ms", "  after 4000 ms");
    }

    @Test
    void rewritesTheLiveLineOnATerminalAndTakesItAway() {
        Console console = console(Display.REWRITTEN);
        console.live(0, () -> "working");
        console.line("done");

        assertThat(printed()).startsWith("\r\u001b[K  ").endsWith("\r\u001b[K  done\n");
    }

    @Test
    void saysNothingMoreAfterItWasBrokenOff() {
        Console console = console(Display.APPENDED);
        console.breakOff("Broken off");
        console.line("more");
        console.step("more", Duration.ZERO);
        console.live(0, () -> "working");
        console.error("more");

        assertThat(printed()).isEqualTo("  Broken off\n");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private Console console(Display display) {
        return new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new Palette(false, false),
                display,
                Duration.ofSeconds(2));
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
