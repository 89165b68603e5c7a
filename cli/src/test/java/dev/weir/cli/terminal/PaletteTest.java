package dev.weir.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class PaletteTest {

    @Test
    void usesPlainLettersWhereTheLocaleKnowsNoOthers() {
        assertThat(Palette.of(Map.of(), true).bar(0.5, 4)).doesNotContain("█").contains("##");
        assertThat(Palette.of(Map.of("LANG", "en_US.UTF-8", "LC_ALL", "C"), true)
                        .unicode())
                .isFalse();
        assertThat(Palette.of(Map.of("LANG", "C.utf8"), true).unicode()).isTrue();
    }

    @Test
    void coloursOnlyTerminalsWhoseUserDoesNotMind() {
        assertThat(Palette.of(Map.of(), true).red("x")).isEqualTo("\u001b[31mx\u001b[0m");
        assertThat(Palette.of(Map.of(), false).red("x")).isEqualTo("x");
        assertThat(Palette.of(Map.of("NO_COLOR", "1"), true).red("x")).isEqualTo("x");
    }
}
