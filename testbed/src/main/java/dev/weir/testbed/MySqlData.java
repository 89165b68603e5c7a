package dev.weir.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The data folder of a MySQL or MariaDB server, which is also the folder that it works in. */
record MySqlData(Path path, MySqlFlavour flavour) {

    static final String SOCKET = "mysql.sock";
    static final String PID_FILE = "mysql.pid";

    static MySqlData in(Path folder, MySqlFlavour flavour) {
        return new MySqlData(folder.resolve("data"), flavour);
    }

    ProcessTree workers() {
        return ProcessTree.workingIn(path, flavour.program());
    }

    /** Removes the pid files of a killed server: one with a pid that another process got looks like a server at work. */
    void clearAfterKill() {
        try {
            for (String name : List.of(PID_FILE, SOCKET, SOCKET + ".lock")) {
                Files.deleteIfExists(path.resolve(name));
            }
        } catch (IOException e) {
            throw new TestbedException(
                    "Cannot clear up after a killed " + flavour.product() + ": " + e + "; remove " + path + "/mysql.*",
                    e);
        }
    }
}
