package dev.weir.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChildJvmTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void runsAMainMethodAndHandsOverAllItsOutput() {
        List<String> output = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        ChildJvmOptions options = ChildJvmOptions.builder(Talker.class)
                .jvmArguments("-Xmx48m")
                .systemProperty("greeting", "grüß Gott")
                .environment("WEIR_TEST", "from outside")
                .arguments("3")
                .folder(folder)
                .onOutput(output::add)
                .onError(errors::add)
                .build();
        try (ChildJvm child = ChildJvm.start(options)) {
            assertThat(child.awaitExit(LIMIT)).isEqualTo(3);
            assertThat(child.exitCode()).isEqualTo(3);
            assertThat(child.isRunning()).isFalse();
        }
        assertThat(output).containsExactly("grüß Gott", folder.toString(), "50331648");
        assertThat(errors).containsExactly("from outside");
    }

    static final class Talker {
        public static void main(String[] arguments) {
            System.out.println(System.getProperty("greeting"));
            System.out.println(Path.of("").toAbsolutePath());
            System.out.println(Runtime.getRuntime().maxMemory());
            System.err.println(System.getenv("WEIR_TEST"));
            System.exit(Integer.parseInt(arguments[0]));
        }
    }

    @Test
    void writesItsOutputToAFile() throws Exception {
        Path file = folder.resolve("output.log");
        try (ChildJvm child = ChildJvm.start(
                ChildJvmOptions.builder(Counter.class).outputTo(file).build())) {
            child.awaitLine("count 2", LIMIT);
            assertThat(Files.readAllLines(file)).contains("count 0", "count 1", "count 2");
        }
    }

    @Test
    void isFrozenWhilePausedAndGoneAfterAKill() throws Exception {
        try (ChildJvm child =
                ChildJvm.start(ChildJvmOptions.builder(Counter.class).build())) {
            child.awaitLine("count 1", LIMIT);
            assertThatThrownBy(child::exitCode)
                    .hasMessageStartingWith("Cannot tell the exit code of ChildJvmTest$Counter: it still runs: pid="
                            + child.pid() + "; see the last lines of its output:" + System.lineSeparator() + "count 0");

            child.pause();
            assertThat(ProcessStat.read(child.pid()).orElseThrow().isStoppedOrGone())
                    .isTrue();
            child.resume();
            child.awaitLine("count 50", LIMIT);

            child.kill();
            assertThat(child.isRunning()).isFalse();
            assertThat(child.awaitExit(LIMIT)).isEqualTo(137);
        }
    }

    static final class Counter {
        public static void main(String[] arguments) throws InterruptedException {
            for (int i = 0; ; i++) {
                System.out.println("count " + i);
                Thread.sleep(2);
            }
        }
    }

    @Test
    void saysWhatItPrintedLastIfALineDoesNotCome() {
        try (ChildJvm child =
                ChildJvm.start(ChildJvmOptions.builder("no.such.Main").build())) {
            assertThatThrownBy(() -> child.awaitLine("ready", LIMIT))
                    .isInstanceOf(TestbedException.class)
                    .hasMessageStartingWith(
                            "Cannot see a line of Main: it came neither within PT20S nor before its end: text=ready; ")
                    .hasMessageContaining("ClassNotFoundException");
            assertThat(child.awaitExit(LIMIT)).isEqualTo(1);
        }
    }

    @Test
    void reportsAConsumerThatFails() {
        ChildJvmOptions options = ChildJvmOptions.builder("no.such.Main")
                .onError(line -> {
                    throw new IllegalStateException("full");
                })
                .build();
        try (ChildJvm child = ChildJvm.start(options)) {
            assertThatThrownBy(() -> child.awaitExit(LIMIT))
                    .hasMessageStartingWith("Cannot read the output of Main: its consumer failed: ")
                    .hasRootCauseMessage("full");
        }
    }

    @Test
    void saysWhichProgramDoesNotRun() {
        ChildJvmOptions options = ChildJvmOptions.builder("Main")
                .javaHome(folder)
                .folder(folder.resolve("no"))
                .build();
        assertThatThrownBy(() -> ChildJvm.start(options))
                .isInstanceOf(TestbedException.class)
                .hasMessageStartingWith("Cannot start Main: its program does not run: ")
                .hasMessageContaining("No such file or directory");
    }
}
