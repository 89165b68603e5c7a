package dev.weir.jdbc;

import java.time.Duration;
import java.util.Properties;

/**
 * How a sink connects.
 *
 * @param url may hold credentials: never print it, but {@link #target}
 * @param user empty if the URL names one
 * @param password empty if there is none, or the URL has it
 * @param connectTimeout for one connection, or for a free one of the pool
 * @param statementTimeout for one statement, at the server
 * @param lockTimeout for one lock, at the server
 * @param startTries how often to try to connect before the sink gives up to start
 * @param startPause between two tries
 */
record ConnectionSettings(
        String url,
        String user,
        String password,
        int poolSize,
        Duration connectTimeout,
        Duration statementTimeout,
        Duration lockTimeout,
        int startTries,
        Duration startPause) {
    /** The URL without parameters, for messages. */
    String target() {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }

    /** How long the client waits for any byte: longer than the server may take, after that it counts as gone. */
    Duration replyTimeout() {
        return statementTimeout.plus(statementTimeout.dividedBy(4)).plusSeconds(1);
    }

    /** The driver's; parameters of the URL have precedence. */
    Properties driverProperties(SessionNeeds needs) {
        Properties properties = new Properties();
        if (!user.isEmpty()) {
            properties.setProperty("user", user);
        }
        if (!password.isEmpty()) {
            properties.setProperty("password", password);
        }
        properties.setProperty("connectTimeout", seconds(connectTimeout));
        properties.setProperty("loginTimeout", seconds(connectTimeout.multipliedBy(2)));
        properties.setProperty("socketTimeout", seconds(replyTimeout()));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "weir");
        properties.setProperty("reWriteBatchedInserts", String.valueOf(needs.rewritesBatches()));
        properties.setProperty("stringtype", needs.stringsFitAnyColumn() ? "unspecified" : "varchar");
        return properties;
    }

    /**
     * What a statement wants of the driver.
     *
     * @param rewritesBatches whether the driver may turn a batch of inserts into multi-row inserts
     * @param stringsFitAnyColumn whether strings also go into columns of type uuid, json, enum and the like
     */
    record SessionNeeds(boolean rewritesBatches, boolean stringsFitAnyColumn) {}

    /** Run once on every connection of the pool. */
    String sessionSetup() {
        // A transaction that nobody goes on with keeps the ledger's row locked: the server must end it.
        return "SET statement_timeout = " + statementTimeout.toMillis() + "; SET lock_timeout = "
                + lockTimeout.toMillis() + "; SET idle_in_transaction_session_timeout = "
                + replyTimeout().toMillis()
                // What the server acknowledges must survive its crash, or the ledger goes back.
                + "; SELECT set_config('synchronous_commit', CASE current_setting('synchronous_commit')"
                + " WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false)";
    }

    private static String seconds(Duration duration) {
        return String.valueOf(Math.max(1, (duration.toMillis() + 999) / 1000));
    }

    @Override
    public String toString() {
        return "ConnectionSettings[" + target() + "]";
    }
}
