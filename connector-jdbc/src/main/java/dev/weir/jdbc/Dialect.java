package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What is different from database to database.
 *
 * <p><b>Threading:</b> immutable.
 */
sealed interface Dialect permits PostgresDialect, MySqlDialect {
    /** The dialect of the database that answers, whatever the driver's name. */
    static Dialect of(Connection connection) throws SQLException {
        return named(
                connection.getMetaData().getDatabaseProductName(),
                connection.getMetaData().getDatabaseProductVersion());
    }

    /** By a database's name, such as a person types it. */
    static Dialect named(String product) {
        return named(product, "");
    }

    private static Dialect named(String product, String version) {
        // A MariaDB that is reached by MySQL's driver calls itself MySQL, but for the version.
        String name = (product + " " + version).toLowerCase(Locale.ROOT);
        if (name.startsWith("postgres")) {
            return PostgresDialect.INSTANCE;
        }
        if (name.contains("mariadb")) {
            return MySqlDialect.MARIADB;
        }
        if (name.startsWith("mysql")) {
            return MySqlDialect.MYSQL;
        }
        throw new WeirException(
                ErrorCode.INVALID_JOB,
                "Cannot speak to database " + product + ": its dialect is not known: version " + version
                        + "; use PostgreSQL, MySQL 8 or MariaDB");
    }

    /** How it calls itself. */
    String product();

    String quote(String identifier);

    default String quote(TableName table) {
        return table.schema().isEmpty() ? quote(table.table()) : quote(table.schema()) + "." + quote(table.table());
    }

    default String quoteAll(List<String> identifiers) {
        return identifiers.stream().map(this::quote).collect(Collectors.joining(", "));
    }

    /** How a text is quoted in SQL that a person reads or runs. */
    default String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    SqlFailure failure(SQLException cause);

    /** Run once on every connection of a pool: one statement, or several where the driver takes them. */
    String sessionSetup(ConnectionSettings settings);

    /** Sets up a connection that belongs to no pool. */
    default void setUp(Connection connection, ConnectionSettings settings) throws SQLException {
        try (Statement setup = connection.createStatement()) {
            setup.execute(sessionSetup(settings));
        }
    }

    /**
     * The end of an {@code INSERT}: sets the values where a row with the keys is there already, unless its version is
     * higher.
     */
    String upsertClause(TableLayout layout);

    /**
     * The fastest way to write rows of this layout.
     *
     * @throws SQLException also if the table does not exist, as the database would say it
     */
    TableWriter tableWriter(Connection connection, TableLayout layout) throws SQLException;

    /** The most parameters of one statement. */
    int mostParameters();

    /** What an instant's text ends with, if anything. */
    String utcSuffix();

    TableShape shapeOf(Connection connection, TableName table) throws SQLException;

    /** Lets the server check a statement's tables, columns and privileges without running it. */
    void plan(Connection connection, String sql) throws SQLException;

    /** Lets the server parse a statement with parameters, which finds missing tables and columns. */
    void parse(Connection connection, String sql) throws SQLException;

    /** Checks constraints with each statement that the table's owner has deferred to the commit. */
    void checkAtOnce(Connection connection) throws SQLException;

    /** Looks at the settings that decide whether commits are kept. */
    void probe(DestinationProbe probe) throws SQLException;

    /** What is wrong with a table whose {@linkplain TableShape#storage storage} is this; empty if nothing. */
    String storageFault(String storage);

    /** How to give a table a storage that is right. */
    String storageMend(TableName table);

    /** Whether an upsert also replaces a row that is equal in another unique key than the one that was named. */
    boolean upsertsByAnyUniqueKey();

    /** How unquoted names are stored, for messages about names that are not found. */
    String namesHint();

    LedgerSql ledgerSql(TableName table);

    /** For the name of a job or sink. */
    String nameType();

    /** For a text of any length. */
    String textType();

    /** For a time in UTC, with microseconds. */
    String timeType();

    /** What follows the columns of a table that is written in transactions. */
    String tableOptions();

    /** The SQL of a ledger's table that no standard covers. */
    interface LedgerSql {
        /** Makes the table unless it is there. */
        String createTable();

        /** Brings a table of an older version up to date. */
        String addColumn(String column);

        /** Puts attempt and owner into the row, unless a newer attempt or another owner of the same one is there. */
        void claim(Connection connection, Ledger.Key key, long attempt, String owner) throws SQLException;

        /** A claim with NULL for every value, to be planned only. */
        String claimToPlan();

        /** The time of the transaction or statement. */
        String now();
    }
}
