package dev.weir.testbed;

/**
 * A database server that a test owns, and may therefore treat badly.
 *
 * <p>The factories start it as processes on this machine, or in a Docker container where the system property
 * {@code weir.testbed} says {@code containers}. Either way the dependencies are up to who calls them: see {@link MySqlServer} for
 * the binaries; a container needs {@code org.testcontainers:testcontainers-postgresql}, {@code -mysql} or {@code -mariadb}, and the
 * JDBC driver.
 *
 * <p><b>Lifecycle.</b> It runs when a test gets it. After that, in any order and number: {@link #pause} and {@link #resume},
 * {@link #kill}, {@link #restart}. {@link #close} is last.
 *
 * <p><b>Threading.</b> Any thread may call any method; calls that change the server's state block and run one at a time.
 */
public interface DatabaseServer extends AutoCloseable {

    static DatabaseServer postgres() {
        return Hosting.chosenIn(System.getProperties()).postgres();
    }

    static DatabaseServer mySql() {
        return Hosting.chosenIn(System.getProperties()).mySql();
    }

    static DatabaseServer mariaDb() {
        return Hosting.chosenIn(System.getProperties()).mariaDb();
    }

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

    /** Starts it again with the same data and port, after an orderly stop if it still runs. */
    void restart();

    /** Ends it and deletes its data. */
    @Override
    void close();
}
