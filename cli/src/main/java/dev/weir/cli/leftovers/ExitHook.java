package dev.weir.cli.leftovers;

/** Something to do when the JVM ends before this is closed, for example by Ctrl-C. */
public final class ExitHook implements AutoCloseable {

    private final Thread thread;

    public ExitHook(String name, Runnable task) {
        this.thread = new Thread(task, name);
        Runtime.getRuntime().addShutdownHook(thread);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook runs.
        }
    }
}
