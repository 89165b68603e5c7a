package dev.weir.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnpackTest {

    @TempDir
    private Path folder;

    @Test
    void keepsProgramsExecutableAndLinksWithinTheArchive() throws Exception {
        unpack(file("bin/server", 0755), file("share/words", 0644), link("lib/new", "old"), link("lib/gone", "/tmp/x"));
        assertThat(folder.resolve("bin/server")).isExecutable().hasContent("text");
        assertThat(Files.isExecutable(folder.resolve("share/words"))).isFalse();
        assertThat(Files.readSymbolicLink(folder.resolve("lib/new"))).isEqualTo(Path.of("old"));
        assertThat(Files.exists(folder.resolve("lib/gone"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
    }

    @Test
    void refusesFilesOutsideOfTheFolder() {
        assertThatThrownBy(() -> unpack(file("bin/../../evil", 0644)))
                .isInstanceOf(IOException.class)
                .hasMessage("archive entry outside of its folder: bin/../../evil");
    }

    @Test
    void takesOnlyTheWantedFilesOfAFolderInAJar() throws Exception {
        Path jar = folder.resolve("some.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String name : new String[] {"linux/bin/server", "linux/bin/tool", "linux/share/words", "other/x"}) {
                out.putNextEntry(new JarEntry(name));
                out.write(1);
            }
        }
        Path target = Files.createDirectory(folder.resolve("target"));
        Unpack.jarFolder(
                new URL("jar:" + jar.toUri() + "!/linux/bin/server"), "linux/", name -> !name.endsWith("tool"), target);
        assertThat(target).isDirectoryRecursivelyContaining(path -> path.endsWith("bin/server"));
        assertThat(target.resolve("bin/server")).isExecutable();
        assertThat(target.resolve("share/words")).exists();
        assertThat(target.resolve("bin/tool")).doesNotExist();
        assertThat(target.resolve("x")).doesNotExist();
    }

    private void unpack(TarArchiveEntry... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (TarArchiveEntry entry : entries) {
                tar.putArchiveEntry(entry);
                if (!entry.isSymbolicLink()) {
                    tar.write(new byte[] {'t', 'e', 'x', 't'});
                }
                tar.closeArchiveEntry();
            }
        }
        Unpack.tar(new ByteArrayInputStream(bytes.toByteArray()), folder);
    }

    private static TarArchiveEntry file(String name, int mode) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(4);
        entry.setMode(mode);
        return entry;
    }

    private static TarArchiveEntry link(String name, String target) {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(target);
        return entry;
    }
}
