package dev.weir.jdbc;

import dev.weir.error.WeirException;
import dev.weir.guarantee.Finding;
import dev.weir.guarantee.Guarantee;
import dev.weir.sink.DeliveryStrategy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Looks at what decides whether a live database keeps what it acknowledges; changes nothing. */
final class DestinationProbe {
    private final Connection connection;
    private final Dialect dialect;
    private final String server;
    private final List<Finding> findings = new ArrayList<>();

    DestinationProbe(Connection connection, Dialect dialect, String target) {
        this.connection = connection;
        this.dialect = dialect;
        this.server = dialect.product() + " at " + target;
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /**
     * Looks at a setting that a server must have to keep commits.
     *
     * @param query gives one value
     * @param safe values, in lower case, under which commits are kept
     * @param loss what happens otherwise
     */
    void setting(String name, String query, Set<String> safe, String loss, String mend) throws SQLException {
        String value = value(query);
        String subject = name + " of " + server;
        if (safe.contains(value.toLowerCase(Locale.ROOT))) {
            findings.add(Finding.good(subject, "it is " + value + ": what is acknowledged is kept"));
        } else {
            findings.add(new Finding(Guarantee.AT_MOST_ONCE, subject, "it is " + value + ": " + loss, mend));
        }
    }

    /** The first value of the first row, or nothing. */
    String value(String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet row = statement.executeQuery()) {
            String value = row.next() ? row.getString(1) : null;
            return value == null ? "" : value;
        }
    }

    /** Whether rows of a table survive a crash, and are written in transactions at all. */
    void table(TableName table) throws SQLException {
        String storage = dialect.shapeOf(connection, table).storage();
        String fault = dialect.storageFault(storage);
        if (!fault.isEmpty()) {
            findings.add(new Finding(
                    Guarantee.AT_MOST_ONCE,
                    "table " + table + " of " + server,
                    "its rows are " + storage + ": " + fault,
                    dialect.storageMend(table)));
        }
    }

    /** Whether an upsert finds the row that it is to replace. */
    void uniqueKey(TableLayout layout) throws SQLException {
        TableShape shape = dialect.shapeOf(connection, layout.table());
        if (shape.exists() && !shape.uniqueKeys().contains(new HashSet<>(layout.keys()))) {
            findings.add(new Finding(
                    Guarantee.AT_LEAST_ONCE,
                    "table " + layout.table() + " of " + server,
                    "it has no unique key (" + String.join(", ", layout.keys()) + "), so an upsert would insert",
                    "add a primary key or unique constraint on exactly these columns"));
        }
    }

    void strategy(DeliveryStrategy strategy) throws SQLException {
        if (strategy != DeliveryStrategy.TWO_PHASE && strategy != DeliveryStrategy.TWO_PHASE_INSURED) {
            return;
        }
        String subject = "prepared transactions of " + server;
        try {
            TransactionCommands.of(dialect).requireUsable(connection);
            findings.add(Finding.good(subject, "they can be made and are kept until they are committed"));
        } catch (WeirException e) {
            String message = String.valueOf(e.getMessage());
            int remedy = message.lastIndexOf("; ");
            findings.add(new Finding(
                    Guarantee.AT_MOST_ONCE,
                    subject,
                    remedy < 0 ? message : message.substring(0, remedy),
                    remedy < 0 ? "let the sink use WRITE_AHEAD_LOG" : message.substring(remedy + 2)));
        }
    }
}
