package dev.weir.jdbc;

import java.time.Duration;
import java.util.Properties;

/**
 * How a sink connects.
 *
 * @param driver the one for the URL
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
        DatabaseDriver driver,
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
        String withoutParameters = parameters < 0 ? url : url.substring(0, parameters);
        // MySQL's drivers take user:password@ before the host.
        return withoutParameters.replaceFirst("//[^/@]*@", "//");
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
        properties.setProperty("tcpKeepAlive", "true");
        driver.configure(properties, this, needs);
        return properties;
    }

    /**
     * What a statement wants of the driver.
     *
     * @param rewritesBatches whether the driver may turn a batch of inserts into multi-row inserts
     * @param stringsFitAnyColumn whether strings also go into columns of type uuid, json, enum and the like
     */
    record SessionNeeds(boolean rewritesBatches, boolean stringsFitAnyColumn) {}

    @Override
    public String toString() {
        return "ConnectionSettings[" + target() + "]";
    }
}
