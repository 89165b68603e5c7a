package dev.weir.testbed;

import java.nio.file.Path;

/**
 * The unpacked programs of a server.
 *
 * @param name names product, version and content
 */
record ServerBinaries(String name, Path home) {

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }
}
