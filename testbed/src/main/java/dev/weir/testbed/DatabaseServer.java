package dev.weir.testbed;

/**
 * A database server that a test owns, and may therefore treat badly.
 *
 * <p><b>Lifecycle.</b> It runs when a test gets it. After that, in any order and number: {@link #pause} and {@link #resume},
 * {@link #kill}, {@link #restart}. {@link #close} is last.
 *
 * <p><b>Threading.</b> Any thread may call any method; calls that change the server's state block and run one at a time.
 */
public interface DatabaseServer extends AutoCloseable {

    /** With user and password, so that nothing else is needed to connect. */
    String jdbcUrl();

    /** A user who may do anything. */
    String user();

    /** Empty where none is asked for. */
    String password();

    /** Crashes it: whatever it was doing stops in one instant and never goes on. */
    void kill();

    /** Freezes it: connections stay open, but nothing answers. */
    void pause();

    void resume();

    /** Starts it again with the same data, after an orderly stop if it still runs. */
    void restart();

    /** Ends it and deletes its data. */
    @Override
    void close();
}
