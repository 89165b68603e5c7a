package dev.weir.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Takes files out of archives, readable for all users whatever our umask says. */
final class Unpack {

    private Unpack() {}

    /** Leaves out links to absolute paths, which only meant something where the archive was packed. */
    static void tar(InputStream unpacked, Path folder) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(unpacked)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                tarEntry(tar, entry, folder);
            }
        }
    }

    private static void tarEntry(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder) throws IOException {
        if (entry.isDirectory()) {
            open(folder, folder.relativize(targetOf(entry.getName(), folder)));
        } else if (!entry.isSymbolicLink()) {
            file(tar, targetOf(entry.getName(), folder), folder, (entry.getMode() & 0100) != 0);
        } else if (!Path.of(entry.getLinkName()).isAbsolute()) {
            Path target = targetOf(entry.getName(), folder);
            open(folder, folder.relativize(target.getParent()));
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        }
    }

    /**
     * The files below a folder of a jar, which knows nothing of programs: those in {@code bin} are.
     *
     * @param resource a file of the jar
     * @param wanted of the names relative to the jar's folder
     */
    static void jarFolder(URL resource, String jarFolder, Predicate<String> wanted, Path folder) throws IOException {
        if (!(resource.openConnection() instanceof JarURLConnection connection)) {
            throw new IOException("not in a jar: " + resource);
        }
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                if (!entry.isDirectory() && entry.getName().startsWith(jarFolder)) {
                    String name = entry.getName().substring(jarFolder.length());
                    if (wanted.test(name)) {
                        try (InputStream content = jar.getInputStream(entry)) {
                            file(content, targetOf(name, folder), folder, name.startsWith("bin/"));
                        }
                    }
                }
            }
        }
    }

    private static Path targetOf(String name, Path folder) throws IOException {
        Path target = folder.resolve(name).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("archive entry outside of its folder: " + name);
        }
        return target;
    }

    private static void file(InputStream content, Path target, Path folder, boolean program) throws IOException {
        open(folder, folder.relativize(target.getParent()));
        Files.copy(content, target);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static void open(Path top, Path names) throws IOException {
        Path folder = top;
        for (Path name : names) {
            folder = WorkFolder.open(folder.resolve(name));
        }
    }
}
