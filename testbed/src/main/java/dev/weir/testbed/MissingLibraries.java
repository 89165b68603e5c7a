package dev.weir.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Shared libraries that a server's program is linked to and the machine lacks. Two of them do nothing that we need, and have
 * stubs; {@code src/main/native/README.md} says how the stubs are made.
 *
 * @param folder where the stubs lie that are used
 */
record MissingLibraries(Path folder, Set<String> stubs) {

    static final Set<String> STUBBED = Set.of("libaio.so.1", "libnuma.so.1");

    private static final String SEARCH_PATH = "LD_LIBRARY_PATH";
    private static final String NOT_FOUND = " => not found";

    MissingLibraries {
        stubs = Set.copyOf(stubs);
    }

    /** Looks what the program lacks, and puts stubs for it into the folder. */
    static MissingLibraries of(String product, Path program, Path folder) {
        return replace(product, missingFor(product, program), folder);
    }

    /** Puts stubs into the folder; fails if there is none for a library. */
    static MissingLibraries replace(String product, Collection<String> libraries, Path folder) {
        Set<String> unknown = new TreeSet<>(libraries);
        unknown.removeAll(STUBBED);
        if (!unknown.isEmpty()) {
            throw new TestbedException("Cannot start " + product + ": this machine lacks shared libraries: "
                    + String.join(", ", unknown) + "; install the packages that they belong to");
        }
        try {
            Files.createDirectories(folder);
            for (String library : libraries) {
                try (InputStream stub = MissingLibraries.class.getResourceAsStream("stubs/" + library)) {
                    if (stub == null) {
                        throw new IOException("no resource stubs/" + library);
                    }
                    Files.copy(stub, folder.resolve(library));
                }
            }
            return new MissingLibraries(folder, Set.copyOf(libraries));
        } catch (IOException e) {
            throw new TestbedException(
                    "Cannot start " + product + ": no stubs for " + libraries + ": " + e + "; make " + folder
                            + " writable, or install these libraries",
                    e);
        }
    }

    /** Asks the dynamic loader, as ldd(1) does; see LD_TRACE_LOADED_OBJECTS in ld.so(8). */
    private static List<String> missingFor(String product, Path program) {
        try {
            ProcessBuilder builder = new ProcessBuilder(program.toString()).redirectErrorStream(true);
            builder.environment().put("LD_TRACE_LOADED_OBJECTS", "1");
            Process process = builder.start();
            try (InputStream out = process.getInputStream()) {
                return new String(out.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.endsWith(NOT_FOUND))
                        .map(line -> line.substring(0, line.length() - NOT_FOUND.length())
                                .strip())
                        .distinct()
                        .toList();
            } finally {
                process.onExit().join();
            }
        } catch (IOException e) {
            throw new TestbedException(
                    "Cannot start " + product + ": its program does not run: " + e.getMessage()
                            + "; it needs glibc, and a work folder on no noexec mount",
                    e);
        }
    }

    /** Lets the loader find the stubs. */
    void addTo(Map<String, String> environment) {
        if (!stubs.isEmpty()) {
            environment.merge(SEARCH_PATH, folder.toString(), (before, ours) -> ours + ":" + before);
        }
    }
}
