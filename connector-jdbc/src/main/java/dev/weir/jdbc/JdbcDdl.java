package dev.weir.jdbc;

/**
 * The tables that sinks need beside the user's own, as SQL to be run by somebody who may create tables.
 *
 * <p>What a sink's user needs, at the least:
 *
 * <table>
 * <caption>Privileges</caption>
 * <tr><th>on</th><th>PostgreSQL</th><th>MySQL, MariaDB</th></tr>
 * <tr><td>schema or database</td><td>{@code CONNECT}, {@code USAGE}</td><td>none</td></tr>
 * <tr><td>ledger</td><td colspan="2">{@code SELECT, INSERT, UPDATE}</td></tr>
 * <tr><td>units beside the ledger, for two-phase commit</td><td colspan="2">{@code SELECT, INSERT, DELETE}</td></tr>
 * <tr><td>server, for two-phase commit</td><td>none; other users' sessions: {@code pg_signal_backend}</td><td>MySQL:
 *   {@code XA_RECOVER_ADMIN}; other users' sessions: {@code CONNECTION_ADMIN}</td></tr>
 * <tr><td>dead letters, if kept</td><td colspan="2">{@code SELECT, INSERT}; the tools {@code UPDATE, DELETE} too</td></tr>
 * <tr><td>table, insert</td><td colspan="2">{@code INSERT}</td></tr>
 * <tr><td>table, upsert</td><td colspan="2">{@code SELECT, INSERT, UPDATE}</td></tr>
 * <tr><td>table, delete</td><td colspan="2">{@code SELECT, DELETE}</td></tr>
 * </table>
 *
 * <p>In MySQL and MariaDB, a user also sees only columns of tables on which it has some privilege.
 */
public final class JdbcDdl {
    private JdbcDdl() {}

    /**
     * Creates a ledger.
     *
     * @param dialect {@code postgresql}, {@code mysql} or {@code mariadb}
     * @param table {@code table} or {@code schema.table}
     * @throws dev.weir.error.WeirException {@code INVALID_JOB} for a dialect that is not known
     */
    public static String ledger(String dialect, String table) {
        return Dialect.named(dialect).ledgerSql(TableName.parse(table)).createTable();
    }

    /**
     * Creates the table that sinks with {@code TWO_PHASE} or {@code TWO_PHASE_INSURED} need beside their ledger: the
     * ledger's name with {@code _units} behind it.
     *
     * @param ledgerTable the ledger's, as in {@link #ledger}
     * @throws dev.weir.error.WeirException {@code INVALID_JOB} for a dialect that is not known
     */
    public static String units(String dialect, String ledgerTable) {
        return UnitsTable.of(Dialect.named(dialect), TableName.parse(ledgerTable))
                .createTable();
    }

    /**
     * Creates a table for dead letters.
     *
     * @param dialect {@code postgresql}, {@code mysql} or {@code mariadb}
     * @param table {@code table} or {@code schema.table}
     * @throws dev.weir.error.WeirException {@code INVALID_JOB} for a dialect that is not known
     */
    public static String deadLetters(String dialect, String table) {
        return new LetterSql(Dialect.named(dialect), TableName.parse(table)).createTable();
    }
}
