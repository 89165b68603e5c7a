package dev.weir.cli.demo;

/**
 * What is around the job: its servers, and those who look at its results.
 *
 * <p><b>Threading.</b> One thread calls, and no call blocks for long. <b>Errors.</b> A failure of what runs on its own is thrown
 * by the next call as a {@link DemoException}.
 */
interface Scene {

    /** So many kills are done, those of servers included. */
    void killed(int kills);

    /** Kills a server and starts it again, while this returns at once. */
    void strike(Victim server);

    /** Whether a server is not back yet. */
    boolean isDown(Victim server);

    /** How many orders are counted in what a reader sees in a server. */
    long seen(Victim server);

    /** How many orders are counted in what a reader sees in each destination. */
    long seen();

    /** Whether the job has nothing left to do and does not end by itself. */
    boolean isPlayed() throws InterruptedException;

    /** Asks the job to end, after {@link #isPlayed}. */
    void endJob();
}
