package dev.weir.cli.indoubt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.CommandRun;
import dev.weir.testbed.DatabaseServer;
import dev.weir.testbed.MySqlServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rehearsal, and the document that shows it. */
final class InDoubtCommandTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "in-doubt.md");

    @TempDir
    private Path folder;

    @Test
    void settlesWhatAKilledJobLeftAsTheDocumentShows() throws IOException {
        CommandRun run = CommandRun.of("in-doubt");

        assertThat(run.out()).contains(" rows, ").endsWith("6000 rows, 6000 different ids, of 6000 readings\n");
        assertThat(run.code()).isZero();
        assertThat(sameInEveryRun(run.out().stripTrailing().lines().toList())).isEqualTo(sameInEveryRun(session()));
    }

    @Test
    void settlesTransactionsOfMySqlToo() throws Exception {
        settles(MySqlServer.start());
    }

    @Test
    void settlesTransactionsOfMariaDbToo() throws Exception {
        settles(MySqlServer.startMariaDb());
    }

    private void settles(DatabaseServer started) throws Exception {
        StringWriter out = new StringWriter();
        try (DatabaseServer server = started) {
            assertThat(new Rehearsal(server, folder, new PrintWriter(out, true)).run())
                    .isTrue();
        }
        assertThat(out.toString())
                .contains("\nCOMMIT ", "\nROLLBACK ", "\ncommitted ", "\nrolled back ")
                .endsWith("6000 rows, 6000 different ids, of 6000 readings\n");
    }

    private static List<String> session() throws IOException {
        String document = Files.readString(DOCUMENT);
        int begin = document.indexOf("```console\n") + "```console\n".length();
        return document.substring(begin, document.indexOf("\n```", begin))
                .lines()
                .toList();
    }

    /** Without ids, times and numbers of two and more digits, which are others each time, and the widths of columns. */
    private static List<String> sameInEveryRun(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceAll("[0-9a-f]{32}/[0-9a-f]+/(\\d+)/(\\d+)/[0-9a-z]+", "<id $1 $2>")
                        .replaceAll("\\b[0-9a-f]{16}\\b", "<lineage>")
                        .replaceAll("on host \\S+ since [0-9T:.Z-]+", "on <host>")
                        .replaceAll("[0-9-]{10}T[0-9:.]+Z", "<time>")
                        .replaceAll("\\d+ s\\b", "<age>")
                        .replaceAll("\\d{2,}", "<n>")
                        .replaceAll(" +", " "))
                .toList();
    }
}
