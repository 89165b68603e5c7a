package dev.weir.consistency.guide;

import java.nio.file.Files;
import java.nio.file.Path;

/** Pages of {@code docs}, from the root and from the module's folder, where Maven runs tests. */
final class GuidePage {
    private GuidePage() {}

    static Path named(String name) {
        Path here = Path.of("docs").resolve(name);
        return Files.exists(here) ? here : Path.of("..").resolve(here);
    }
}
