package dev.weir.testbed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Sends signals. Java itself only knows SIGTERM and SIGKILL; the others go through the shell's builtin {@code kill}, which
 * is there even on machines without a {@code kill} program.
 */
final class ProcessSignals {

    static final String STOP = "STOP";
    static final String CONTINUE = "CONT";
    static final String INTERRUPT = "INT";
    static final String TERMINATE = "TERM";

    private ProcessSignals() {}

    /** Returns when the signal is sent; whether and when it takes effect only {@code /proc} tells. Ignores the dead. */
    static void send(String signal, Collection<ProcessStat> processes) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "kill -s \"$0\" \"$@\"", signal));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new TestbedException(
                    "Cannot send SIG" + signal + ": the shell does not start: " + e.getMessage()
                            + "; put sh on the PATH",
                    e);
        }
    }

    static void kill(Collection<ProcessStat> processes) {
        processes.forEach(process -> ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly));
    }
}
