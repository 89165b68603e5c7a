package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/ARCHITECTURE.md} says what the architecture test checks. */
class ArchitectureDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "ARCHITECTURE.md");
    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "weir");
    private static final Pattern LAYER = Pattern.compile("^([0-5])  (\\S+(?: {2}\\S+)*)");
    private static final Pattern ARROW = Pattern.compile("([a-z, ]+) → ([a-z, ]+)");

    @Test
    void drawsTheLayersOfTheRule() throws IOException {
        Map<Integer, Set<String>> drawn = new HashMap<>();
        for (String line : picture()) {
            Matcher layer = LAYER.matcher(line);
            if (layer.find()) {
                Set<String> packages = new TreeSet<>();
                for (String word : layer.group(2).split(" +", -1)) {
                    packages.add(word.equals("dev.weir") ? "" : word);
                }
                drawn.put(Integer.valueOf(layer.group(1)), packages);
            }
        }

        assertThat(drawn).hasSize(DependOnLowerLayersOnly.LAYERS.size());
        drawn.forEach((level, packages) ->
                assertThat(packages).as("layer " + level).isEqualTo(DependOnLowerLayersOnly.LAYERS.get(level)));
    }

    @Test
    void drawsTheArrowsOfTheRule() throws IOException {
        Map<String, Set<String>> drawn = new HashMap<>();
        for (String line : picture()) {
            Matcher arrow = ARROW.matcher(line.replaceFirst("^[0-5] {2}.*? {3,}", ""));
            while (arrow.find()) {
                for (String from : words(arrow.group(1))) {
                    drawn.put(from, words(arrow.group(2)));
                }
            }
        }

        assertThat(drawn).isEqualTo(DependOnLowerLayersOnly.ARROWS_WITHIN_A_LAYER);
    }

    @Test
    void namesOnlyPackagesThatExist() throws IOException {
        for (Set<String> layer : DependOnLowerLayersOnly.LAYERS) {
            for (String name : layer) {
                assertThat(SOURCES.resolve(name).resolve("package-info.java")).exists();
            }
        }
    }

    private static List<String> picture() throws IOException {
        List<String> lines = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(DOCUMENT)) {
            if (line.equals("```")) {
                if (inside) {
                    break;
                }
                inside = true;
            } else if (inside) {
                lines.add(line);
            }
        }
        return lines;
    }

    private static Set<String> words(String list) {
        return new TreeSet<>(List.of(list.strip().split("[, ]+", -1)));
    }
}
