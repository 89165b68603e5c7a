package dev.weir.consistency.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.consistency.history.Anomaly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/guarantees.md leaves nothing out and names nothing that is not there. */
final class GuaranteesTest {
    private static final Pattern ROW = Pattern.compile("^\\| `([A-Z_]+)` \\|((?: [^|]+\\|){5})$", Pattern.MULTILINE);
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");
    private static final Pattern NOTE = Pattern.compile("◐ ([a-z]) \\|");

    @Test
    void saysOfEveryAnomalyWhatIsPromised() throws IOException {
        List<String> rows = find(ROW).map(row -> row.group(1)).toList();

        assertThat(rows)
                .containsExactlyElementsOf(
                        Arrays.stream(Anomaly.values()).map(Enum::name).toList());
        assertThat(find(ROW).map(row -> row.group(2)))
                .allMatch(cells -> cells.strip().matches("(?:(?:●|–|◐ [a-z]) \\|\\s?){5}"));
    }

    @Test
    void explainsEveryCondition() throws IOException {
        String page = Files.readString(GuidePage.named("guarantees.md"));
        Set<String> notes = find(NOTE).map(note -> note.group(1)).collect(Collectors.toSet());

        assertThat(notes).isNotEmpty().allSatisfy(note -> assertThat(page).contains("\n- **" + note + "** "));
    }

    @Test
    void namesTestsThatAreThere() throws IOException {
        Path root = GuidePage.named("guarantees.md")
                .toAbsolutePath()
                .normalize()
                .getParent()
                .getParent();
        for (String test : find(TEST).map(named -> named.group(1)).toList()) {
            assertThat(Stream.of("consistency-tests", "testbed")
                            .map(module -> root.resolve(module).resolve("src/test/java"))
                            .anyMatch(sources -> holds(sources, test + ".java")))
                    .as(test)
                    .isTrue();
        }
    }

    private static boolean holds(Path sources, String file) {
        try (Stream<Path> tree = Files.walk(sources)) {
            return tree.anyMatch(path -> path.endsWith(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<MatchResult> find(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(GuidePage.named("guarantees.md")))
                .results();
    }
}
