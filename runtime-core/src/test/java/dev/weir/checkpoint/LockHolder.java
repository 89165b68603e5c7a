package dev.weir.checkpoint;

import dev.weir.error.WeirException;
import dev.weir.fault.FaultInjector;
import java.io.IOException;
import java.nio.file.Path;

/** A process that opens a store, says how that went, and holds it until it is killed or its input ends. */
final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws IOException {
        try (CheckpointStore store = CheckpointStores.onDisk(
                Path.of(arguments[0]), Checkpoints.JOB, FaultInjector.NONE, new ManualClock())) {
            store.claimAttempt();
            System.out.println("open");
            System.in.read();
        } catch (WeirException e) {
            System.out.println(e.code());
        }
    }
}
