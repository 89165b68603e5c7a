package dev.weir.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.demo.Console.Display;
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
            console.live(status(millis));
        }

        assertThat(printed().lines())
                .hasSize(3)
                .allMatch(line -> line.contains("1,234,567 records/s") && line.contains("restarts 2/5"));
    }

    @Test
    void rewritesTheLiveLineOnATerminalAndTakesItAway() {
        Console console = console(Display.REWRITTEN);
        console.live(status(0));
        console.line("done");

        assertThat(printed()).startsWith("\r\u001b[K  ").endsWith("\r\u001b[K  done\n");
    }

    @Test
    void fitsTheLiveLineIntoATerminal() {
        console(Display.APPENDED).live(new LiveStatus(0, 1, 9_876_543, 123_456, 5, 5));

        assertThat(printed().stripTrailing()).hasSize(Console.WIDTH);
    }

    @Test
    void saysNothingMoreAfterItWasBrokenOff() {
        Console console = console(Display.APPENDED);
        console.breakOff("Broken off");
        console.line("more");
        console.step("more", Duration.ZERO);
        console.live(status(0));
        console.error("more");

        assertThat(printed()).isEqualTo("  Broken off\n");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private Console console(Display display) {
        return new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new Palette(false, false),
                display);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static LiveStatus status(long millis) {
        return new LiveStatus(millis, 0.5, 1_234_567, 87, 2, 5);
    }
}
