package dev.weir.cli.demo;

/** Something to do when the JVM ends before this is closed, for example by Ctrl-C. */
final class ExitHook {

    private final Thread thread;

    ExitHook(String name, Runnable task) {
        this.thread = new Thread(task, name);
        Runtime.getRuntime().addShutdownHook(thread);
    }

    void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook runs.
        }
    }
}
