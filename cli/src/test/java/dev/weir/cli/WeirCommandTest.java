package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class WeirCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"--help", "demo --help"})
    void documentsExitCodesInItsHelp(String arguments) {
        assertThat(run(arguments.split(" "))).isZero();
        assertThat(out.toString()).contains("Exit codes:").contains("  2   wrong usage");
    }

    @Test
    void saysWhichVersionItIs() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("weir ").contains("java ");
    }

    @Test
    void explainsWrongUsageInTwoLines() {
        assertThat(run("demo", "--kill", "5")).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(2).last().isEqualTo("Try: weir demo --help");
    }

    private int run(String... arguments) {
        CommandLine command = WeirCommand.commandLine();
        return command.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
