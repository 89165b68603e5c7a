package dev.weir.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PathPatternsTest {
    @TempDir
    Path directory;

    @BeforeEach
    void createFiles() throws IOException {
        for (String name : List.of(
                "2025/01/orders-2.csv",
                "2025/01/orders-1.csv",
                "2025/02/orders-3.csv.gz",
                "2025/02/customers.csv",
                "2025/02/.orders-4.csv",
                "2025/.hidden/orders-5.csv",
                "[a].csv")) {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }
    }

    private List<String> expand(String... patterns) {
        return PathPatterns.expand(List.of(patterns).stream()
                        .map(pattern -> directory + "/" + pattern)
                        .toList())
                .stream()
                .map(file -> directory.relativize(file).toString())
                .toList();
    }

    @Test
    void directoryMeansAllFilesBelowButHiddenOnesSorted() {
        assertThat(expand("2025"))
                .containsExactly(
                        "2025/01/orders-1.csv",
                        "2025/01/orders-2.csv",
                        "2025/02/customers.csv",
                        "2025/02/orders-3.csv.gz");
    }

    @Test
    void globsMatchBelowTheirFixedBeginning() {
        assertThat(expand("2025/*/orders-*.csv")).containsExactly("2025/01/orders-1.csv", "2025/01/orders-2.csv");
        assertThat(expand("2025/**/orders-?.{csv,csv.gz}"))
                .containsExactly("2025/01/orders-1.csv", "2025/01/orders-2.csv", "2025/02/orders-3.csv.gz");
        assertThat(expand("2025/0[2-9]/*.csv")).containsExactly("2025/02/customers.csv");
    }

    @Test
    void fileIsFoundOnceByAllPatterns() {
        assertThat(expand("2025/01/orders-1.csv", "2025/../2025/01", "2025/01/*-1.csv"))
                .containsExactly("2025/01/orders-1.csv", "2025/01/orders-2.csv");
    }

    @Test
    void fileThatExistsIsNoGlob() {
        assertThat(expand("[a].csv")).containsExactly("[a].csv");
        assertThat(expand("2025/02/.orders-4.csv")).containsExactly("2025/02/.orders-4.csv");
    }

    @Test
    void missingFilesAreNamed() {
        assertThatThrownBy(() -> expand("2026/a.csv"))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE))
                .hasMessage("Cannot read " + directory
                        + "/2026/a.csv: there is no such file or directory; correct the path or put the file there");
        assertThatThrownBy(() -> expand("2025/*.tsv"))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE))
                .hasMessage("Cannot read " + directory + "/2025/*.tsv: no file matches in " + directory
                        + "/2025; correct the pattern or put the files there");
    }

    @Test
    void secondPatternWithoutMatchIsNamedToo() {
        assertThatThrownBy(() -> expand("2025/01/*.csv", "2025/03/*.csv")).hasMessageContaining("2025/03/*.csv");
    }

    @Test
    void wrongGlobIsNamed() {
        assertThatThrownBy(() -> expand("2025/{a"))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JOB))
                .hasMessageStartingWith("Cannot read " + directory + "/2025/{a: this is no glob: ")
                .hasMessageEndingWith("; correct the pattern");
    }
}
