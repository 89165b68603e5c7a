package dev.weir.testbed;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What lies on a class path, for a {@link ClassArchive}: its state, and its folders packed into jars. */
final class ClassPathFiles {

    private ClassPathFiles() {}

    /** Another one whenever the Java installation or a file on the class path is another, by path, size or time of change. */
    static String key(Path javaHome, String classPath) throws IOException {
        StringBuilder state = new StringBuilder();
        append(javaHome.resolve("lib").resolve("modules"), state);
        for (Path entry : entries(classPath)) {
            for (Path file : Files.isDirectory(entry) ? within(entry) : List.of(entry)) {
                append(file, state);
            }
        }
        return UUID.nameUUIDFromBytes(state.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static void append(Path file, StringBuilder state) throws IOException {
        state.append(file.toAbsolutePath());
        if (Files.isRegularFile(file)) {
            state.append('|').append(Files.size(file)).append('|').append(Files.getLastModifiedTime(file));
        }
        state.append('\n');
    }

    /** Puts a jar for each folder of the class path into a folder. */
    static void packFolders(String classPath, Path into) throws IOException {
        List<Path> entries = entries(classPath);
        for (int i = 0; i < entries.size(); i++) {
            if (Files.isDirectory(entries.get(i))) {
                pack(entries.get(i), jar(into, i));
            }
        }
    }

    private static void pack(Path folder, Path jar) throws IOException {
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(jar));
                ZipOutputStream zip = new ZipOutputStream(file)) {
            // It is read more often than it is written.
            zip.setLevel(Deflater.NO_COMPRESSION);
            for (Path each : within(folder)) {
                String name = folder.relativize(each).toString().replace(File.separatorChar, '/');
                if (Files.isRegularFile(each)) {
                    zip.putNextEntry(new ZipEntry(name));
                    Files.copy(each, zip);
                } else {
                    zip.putNextEntry(new ZipEntry(name + "/"));
                }
                zip.closeEntry();
            }
        }
    }

    /** The same class path with the jars that were made of its folders. */
    static String packed(String classPath, Path jars) {
        List<Path> entries = entries(classPath);
        List<String> packed = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Path jar = jar(jars, i);
            packed.add((Files.exists(jar) ? jar : entries.get(i)).toString());
        }
        return String.join(File.pathSeparator, packed);
    }

    private static Path jar(Path folder, int entry) {
        return folder.resolve("folder-" + entry + ".jar");
    }

    private static List<Path> entries(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator)).map(Path::of).toList();
    }

    /** All files and folders below a folder, sorted. */
    private static List<Path> within(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(each -> !each.equals(folder)).sorted().toList();
        }
    }
}
