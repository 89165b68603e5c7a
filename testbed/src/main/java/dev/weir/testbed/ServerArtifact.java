package dev.weir.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Maven artifact that holds a server's programs.
 *
 * @param product the server's name in messages
 * @param name the start of the folder's name
 * @param coordinates what to add to the class path if it is missing
 * @param resource one that only this artifact has
 */
record ServerArtifact(String product, String name, String coordinates, String resource) {

    private static final Pattern JAR_VERSION = Pattern.compile("-(\\d+(?:\\.\\d+)*)\\.jar");

    /** Takes the programs out of the artifact, given the address of its resource. */
    @FunctionalInterface
    interface Unpacking {
        void unpack(URL resource, Path folder) throws IOException;
    }

    void requirePlatform(Properties system, String remedy) {
        String os = system.getProperty("os.name", "unknown");
        String architecture = system.getProperty("os.arch", "unknown").toLowerCase(Locale.ROOT);
        if (!os.equals("Linux") || !(architecture.equals("amd64") || architecture.equals("x86_64"))) {
            throw new TestbedException("Cannot start " + product + ": there are no binaries for this platform: os=" + os
                    + ", architecture=" + architecture + "; " + remedy);
        }
    }

    /** The programs, unpacked once per user and version. */
    ServerBinaries unpackedIn(WorkFolder work, Unpacking unpacking) {
        URL found = ServerArtifact.class.getClassLoader().getResource(resource);
        if (found == null) {
            throw new TestbedException("Cannot start " + product + ": its binaries are not on the class path: resource="
                    + resource + "; add the dependency " + coordinates);
        }
        try {
            String folderName = folderNameFor(found);
            Path home = CachedFolder.in(work, folderName, folder -> unpacking.unpack(found, folder));
            return new ServerBinaries(folderName, home);
        } catch (IOException e) {
            throw new TestbedException(
                    "Cannot unpack " + product + ": " + e + ": from=" + found + ", to=" + work.path()
                            + "; make room there, or remove it and try again",
                    e);
        }
    }

    /** Version and checksum, both from the jar's directory: nothing has to be read to find the folder. */
    private String folderNameFor(URL found) throws IOException {
        Matcher version = JAR_VERSION.matcher(found.getPath());
        URLConnection connection = found.openConnection();
        connection.setUseCaches(false);
        try (InputStream opened = connection.getInputStream()) {
            long identity = connection instanceof JarURLConnection jar
                    ? jar.getJarEntry().getCrc()
                    : opened.available() + connection.getLastModified();
            return name + "-" + (version.find() ? version.group(1) : "unknown") + "-" + Long.toHexString(identity);
        }
    }
}
