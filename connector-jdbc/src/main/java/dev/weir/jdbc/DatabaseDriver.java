package dev.weir.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The drivers that a sink knows how to set up, told by the URL. Which database answers is found from the connection. */
enum DatabaseDriver {
    POSTGRESQL("postgresql", "org.postgresql:postgresql") {
        @Override
        void configure(Properties properties, ConnectionSettings settings, ConnectionSettings.SessionNeeds needs) {
            properties.setProperty("connectTimeout", seconds(settings.connectTimeout()));
            properties.setProperty(
                    "loginTimeout", seconds(settings.connectTimeout().multipliedBy(2)));
            properties.setProperty("socketTimeout", seconds(settings.replyTimeout()));
            properties.setProperty("ApplicationName", "weir");
            properties.setProperty("reWriteBatchedInserts", String.valueOf(needs.rewritesBatches()));
            properties.setProperty("stringtype", needs.stringsFitAnyColumn() ? "unspecified" : "varchar");
        }

        @Override
        SqlFailure failure(SQLException cause) {
            return PostgresFailure.of(cause);
        }
    },
    MYSQL("mysql", "com.mysql:mysql-connector-j") {
        @Override
        void configure(Properties properties, ConnectionSettings settings, ConnectionSettings.SessionNeeds needs) {
            properties.setProperty("connectTimeout", millis(settings.connectTimeout()));
            properties.setProperty("socketTimeout", millis(settings.replyTimeout()));
            properties.setProperty("rewriteBatchedStatements", String.valueOf(needs.rewritesBatches()));
            properties.setProperty("cachePrepStmts", "true");
            properties.setProperty("prepStmtCacheSqlLimit", "65536");
            properties.setProperty("connectionAttributes", "program_name:weir");
        }

        @Override
        SqlFailure failure(SQLException cause) {
            return MySqlFailure.of(cause);
        }
    },
    MARIADB("mariadb", "org.mariadb.jdbc:mariadb-java-client") {
        @Override
        void configure(Properties properties, ConnectionSettings settings, ConnectionSettings.SessionNeeds needs) {
            properties.setProperty("connectTimeout", millis(settings.connectTimeout()));
            properties.setProperty("socketTimeout", millis(settings.replyTimeout()));
            properties.setProperty("useBulkStmts", String.valueOf(needs.rewritesBatches()));
            properties.setProperty("connectionAttributes", "program_name:weir");
        }

        @Override
        SqlFailure failure(SQLException cause) {
            return MySqlFailure.of(cause);
        }
    };

    private final String scheme;
    private final String artifact;

    DatabaseDriver(String scheme, String artifact) {
        this.scheme = scheme;
        this.artifact = artifact;
    }

    /** The driver of a JDBC URL, or null if it is none of these. */
    static @Nullable DatabaseDriver of(String url) {
        return Stream.of(values())
                .filter(driver -> url.startsWith(driver.prefix()))
                .findFirst()
                .orElse(null);
    }

    /** All prefixes of URLs, for messages. */
    static String prefixes() {
        return Stream.of(values()).map(DatabaseDriver::prefix).collect(Collectors.joining(", "));
    }

    private String prefix() {
        return "jdbc:" + scheme + ":";
    }

    /** A short name for plans and logs. */
    String kind() {
        return "jdbc-" + scheme;
    }

    /** What to put on the class path. */
    String artifact() {
        return artifact;
    }

    abstract void configure(Properties properties, ConnectionSettings settings, ConnectionSettings.SessionNeeds needs);

    /** What an error means while there is no connection that tells the database. */
    abstract SqlFailure failure(SQLException cause);

    private static String seconds(Duration duration) {
        return String.valueOf(Math.max(1, (duration.toMillis() + 999) / 1000));
    }

    private static String millis(Duration duration) {
        return String.valueOf(Math.max(1, duration.toMillis()));
    }
}
