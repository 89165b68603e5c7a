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
}
