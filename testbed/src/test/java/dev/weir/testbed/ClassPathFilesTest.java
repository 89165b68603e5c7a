package dev.weir.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassPathFilesTest {

    @TempDir
    private Path folder;

    private Path home;
    private Path file;
    private String classPath;

    @BeforeEach
    void makeClassPath() throws IOException {
        home = Files.createDirectories(folder.resolve("home/lib")).getParent();
        Path classes = Files.createDirectories(folder.resolve("classes/a/b")).getParent();
        file = Files.writeString(classes.resolve("b/Some.class"), "text");
        Path jar = Files.writeString(folder.resolve("some.jar"), "jar");
        classPath = String.join(
                File.pathSeparator,
                jar.toString(),
                classes.getParent().toString(),
                folder.resolve("missing").toString());
    }

    @Test
    void keyIsTheSameUntilAFileOrTheJavaInstallationIsAnother() throws Exception {
        String key = ClassPathFiles.key(home, classPath);
        assertThat(ClassPathFiles.key(home, classPath)).isEqualTo(key);

        Files.setLastModifiedTime(file, FileTime.fromMillis(5_000));
        String touched = ClassPathFiles.key(home, classPath);
        assertThat(touched).isNotEqualTo(key);

        Files.writeString(file, "longer text");
        Files.setLastModifiedTime(file, FileTime.fromMillis(5_000));
        String changed = ClassPathFiles.key(home, classPath);
        assertThat(changed).isNotEqualTo(touched);

        Files.writeString(home.resolve("lib/modules"), "another Java");
        assertThat(ClassPathFiles.key(home, classPath)).isNotEqualTo(changed);
    }

    @Test
    void packsFoldersAndLeavesTheRest() throws Exception {
        Path jars = Files.createDirectories(folder.resolve("jars"));
        ClassPathFiles.packFolders(classPath, jars);
        Path jar = jars.resolve("folder-1.jar");

        assertThat(ClassPathFiles.packed(classPath, jars).split(File.pathSeparator))
                .containsExactly(
                        folder.resolve("some.jar").toString(),
                        jar.toString(),
                        folder.resolve("missing").toString());
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName)).containsExactly("a/", "a/b/", "a/b/Some.class");
            assertThat(new String(
                            zip.getInputStream(zip.getEntry("a/b/Some.class")).readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("text");
        }
    }
}
