package dev.weir.cli.demo;

import dev.weir.cli.leftovers.Leftovers;
import dev.weir.cli.leftovers.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** The demo's files in a temporary folder, which goes with the demo, also when that is broken off. */
final class Workspace implements AutoCloseable {

    private static final long CHECKPOINTS_AND_TABLE_BYTES = 256L << 20;

    private final TemporaryFolder folder;
    private final Leftovers leftovers;

    private Workspace(TemporaryFolder folder, Leftovers leftovers) {
        this.folder = folder;
        this.leftovers = leftovers;
    }

    /** @param orderBytes what the order files will need */
    static Workspace create(Path parent, Leftovers leftovers, long orderBytes) {
        String remedy = "; make room there, or choose another folder by WEIR_JAVA_OPTS=-Djava.io.tmpdir=...";
        try {
            long free = Files.getFileStore(parent).getUsableSpace();
            long needed = orderBytes + CHECKPOINTS_AND_TABLE_BYTES;
            if (free < needed) {
                throw new DemoException(String.format(
                        Locale.ROOT,
                        "Cannot make the orders: too little room in %s: free=%d MB, needed=%d MB%s",
                        parent,
                        free >> 20,
                        needed >> 20,
                        remedy));
            }
            Workspace workspace = new Workspace(TemporaryFolder.create(parent, "weir-demo-", leftovers), leftovers);
            Files.createDirectory(workspace.orders());
            return workspace;
        } catch (IOException e) {
            throw new DemoException("Cannot make a working folder: " + e + ": in=" + parent + remedy, e);
        }
    }

    Path folder() {
        return folder.path();
    }

    Path orders() {
        return folder().resolve("orders");
    }

    Path checkpoints() {
        return folder().resolve("checkpoints");
    }

    Path log() {
        return folder().resolve("job.log");
    }

    /** Where a copy of the job's table goes. */
    Path table() {
        return folder().resolve("table.csv");
    }

    /** Puts the job's log where it stays; returns where it is to be found. */
    Path rescueLog(Path target) {
        if (leftovers == Leftovers.KEEP) {
            return log();
        }
        try {
            return Files.copy(log(), target, StandardCopyOption.REPLACE_EXISTING)
                    .toAbsolutePath();
        } catch (IOException e) {
            return log();
        }
    }

    @Override
    public void close() {
        folder.close();
    }
}
