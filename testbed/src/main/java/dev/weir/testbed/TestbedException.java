package dev.weir.testbed;

/**
 * A server, child process or proxy of a test could not be brought into the state asked for. The message reads
 * {@code Cannot <verb> <thing>: <reason>: <values>; <remedy>}.
 */
public final class TestbedException extends RuntimeException {

    TestbedException(String message) {
        super(message);
    }

    TestbedException(String message, Throwable cause) {
        super(message, cause);
    }

    static TestbedException interrupted(String what, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new TestbedException("Cannot " + what + ": this thread was interrupted; try again", cause);
    }
}
