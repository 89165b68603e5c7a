package dev.weir.cli.database;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.jdbc.DeadLetterTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which database. The password never stands on the command line, where others could read it. */
public final class DatabaseOptions {
    private static final String PASSWORD_VARIABLE = "WEIR_PASSWORD";

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Option(
            names = "--url",
            paramLabel = "<jdbc-url>",
            description = "The database, for example jdbc:postgresql://db/shop.")
    private @Nullable String url;

    @Option(names = "--user", paramLabel = "<name>", description = "Who connects; default: what the URL says.")
    private @Nullable String user;

    @Option(
            names = "--password-env",
            paramLabel = "<variable>",
            description = "The environment variable with the password; default: " + PASSWORD_VARIABLE + ".")
    private @Nullable String passwordVariable;

    @Option(
            names = "--password-file",
            paramLabel = "<file>",
            description = "A file with the password as its first line.")
    private @Nullable Path passwordFile;

    /** Made by picocli. */
    public DatabaseOptions() {}

    public boolean isGiven() {
        return url != null;
    }

    /** Commands that do not need a database ask {@link #isGiven} first. */
    private String url() {
        if (url == null) {
            throw new ParameterException(command.commandLine(), "Missing required option: '--url=<jdbc-url>'");
        }
        return url;
    }

    /** The database without what may be secret. */
    public String target() {
        String url = url();
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }

    /** @throws WeirException {@code INVALID_JOB}, {@code DESTINATION_UNAVAILABLE} */
    public Connection connect() {
        Properties properties = new Properties();
        if (user != null) {
            properties.setProperty("user", user);
        }
        String password = password();
        if (password != null) {
            properties.setProperty("password", password);
        }
        try {
            return DriverManager.getConnection(url(), properties);
        } catch (SQLException e) {
            throw failure("connect", e);
        }
    }

    /** The dead letters of a table. */
    public DeadLetterTable deadLetters(String table) {
        String password = password();
        return DeadLetterTable.at(url(), user == null ? "" : user, password == null ? "" : password, table);
    }

    private @Nullable String password() {
        if (passwordFile != null) {
            return firstLine(passwordFile);
        }
        String value = System.getenv(passwordVariable == null ? PASSWORD_VARIABLE : passwordVariable);
        if (value == null && passwordVariable != null) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot read the password: environment variable " + passwordVariable
                            + " is not set; set it, or use --password-file");
        }
        return value;
    }

    private static String firstLine(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot read the password: " + e + "; correct --password-file, or use --password-env",
                    e);
        }
    }

    /** An error of the database in the words of Weir. */
    public WeirException failure(String verb, SQLException e) {
        return new WeirException(
                ErrorCode.DESTINATION_UNAVAILABLE,
                "Cannot " + verb + " at " + target() + ": "
                        + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                        + ": SQLSTATE " + e.getSQLState()
                        + "; check that the server runs, --url, --user, the password in " + PASSWORD_VARIABLE
                        + ", and the user's privileges",
                e);
    }
}
