package dev.weir.testbed;

import java.util.function.Supplier;

/** Something to do when the JVM ends normally, unless it was closed before. */
final class ExitHook implements AutoCloseable {

    private final Thread thread;

    ExitHook(String name, Runnable task) {
        this.thread = new Thread(task, "weir-exit-" + name);
        Runtime.getRuntime().addShutdownHook(thread);
    }

    /** Does the body, and the task too if the JVM ends meanwhile. */
    static <T> T during(String name, Runnable task, Supplier<T> body) {
        ExitHook hook = new ExitHook(name, task);
        try {
            return body.get();
        } finally {
            hook.close();
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook runs, which is harmless after a close.
        }
    }
}
