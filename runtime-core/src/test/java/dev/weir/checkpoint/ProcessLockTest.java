package dev.weir.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.error.ErrorCode;
import dev.weir.fault.FaultInjector;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class ProcessLockTest {
    @TempDir
    private Path directory;

    @Test
    void refusesJobThatAnotherProcessRuns() throws Exception {
        Process child = child();
        try (BufferedReader output = output(child)) {
            assertThat(output.readLine()).isEqualTo("open");
            assertThat(StoreInspection.of(directory, Checkpoints.JOB).owner().orElseThrow())
                    .startsWith("process " + child.pid() + " on host ");

            Failures.assertFails(ErrorCode.JOB_ALREADY_RUNNING, this::open)
                    .hasMessageMatching("Cannot start job 'orders': it is already running: " + directory
                            + "/orders/lock is held by process " + child.pid() + " on host \\S+ since"
                            + " 2023-11-14T22:13:20Z; stop that one first or give this job another name");
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(StoreInspection.of(directory, Checkpoints.JOB).owner()).isEmpty();
        try (CheckpointStore store = open()) {
            assertThat(store.claimAttempt()).as("the kernel has freed the lock").isEqualTo(2);
        }
    }

    /** Closing any descriptor of the file would free a POSIX lock. */
    @Test
    void keepsLockAgainstOtherProcessesAfterRefusingOwn() throws Exception {
        try (CheckpointStore store = open()) {
            Failures.assertFails(ErrorCode.JOB_ALREADY_RUNNING, this::open)
                    .hasMessageContaining(
                            "is held by process " + ProcessHandle.current().pid() + " on host ");
            assertThat(StoreInspection.of(directory, Checkpoints.JOB).owner()).isPresent();

            Process child = child();
            try (BufferedReader output = output(child)) {
                assertThat(output.readLine()).isEqualTo("JOB_ALREADY_RUNNING");
            } finally {
                child.destroyForcibly().waitFor();
            }
            assertThat(store.claimAttempt()).isEqualTo(1);
        }
        try (CheckpointStore store = open()) {
            assertThat(store.claimAttempt()).as("free after close").isEqualTo(2);
        }
    }

    private CheckpointStore open() {
        return CheckpointStores.onDisk(directory, Checkpoints.JOB, FaultInjector.NONE, new ManualClock());
    }

    private Process child() throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        LockHolder.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static BufferedReader output(Process child) {
        return new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
    }
}
