package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts the rows into ranges, after a look at everything that may be wrong. */
final class JdbcSplitPlanner {
    private final JdbcSourceSettings<?> settings;

    JdbcSplitPlanner(JdbcSourceSettings<?> settings) {
        this.settings = settings;
    }

    List<JdbcSource.Split> plan(int parallelism) {
        JdbcRetries retries = new JdbcRetries(settings);
        while (true) {
            try (JdbcSourceSession session = JdbcSourceSession.open(settings)) {
                KeyColumns key = new JdbcKeyChoice(settings, session).choose();
                JdbcSourceSettings.Following following = settings.following();
                return following == null
                        ? ranges(key, bounds(session, key, parallelism))
                        : List.of(followed(session, key, following));
            } catch (SQLException e) {
                pause(retries.failed(e));
            }
        }
    }

    private void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WeirException(
                    ErrorCode.SOURCE,
                    "Cannot read " + settings.rows().describe() + ": interrupted while waiting for the next try: "
                            + settings.connection().target() + "; start the job again",
                    e);
        }
    }

    private static JdbcSource.Split split(int range, KeyColumns key, List<String> behind, List<String> upTo) {
        return new JdbcSource.Split(range, key.names(), key.types(), behind, upTo);
    }

    private static List<JdbcSource.Split> ranges(KeyColumns key, List<Object> bounds) {
        List<JdbcSource.Split> splits = new ArrayList<>();
        List<Object> behind = List.of();
        for (Object bound : bounds) {
            // Values of the database may round to the same.
            if (behind.isEmpty() || !key.first().type().same(behind.get(0), bound)) {
                List<Object> upTo = List.of(bound);
                splits.add(split(splits.size(), key, key.texts(behind), key.texts(upTo)));
                behind = upTo;
            }
        }
        return splits;
    }

    /** The last value of the first column in each range, in order; none if there are no rows. */
    private List<Object> bounds(JdbcSourceSession session, KeyColumns key, int parallelism) throws SQLException {
        long rows = settings.cut().rowsPerRange() > 0 ? count(session) : 0;
        KeyColumns.Column column = key.first();
        KeyType type = column.type();
        if (type != KeyType.TEXT && type != KeyType.UUID) {
            String sql = "SELECT min(" + column.quoted() + "), max(" + column.quoted() + ") FROM " + session.from();
            try (PreparedStatement statement = session.connection().prepareStatement(sql);
                    ResultSet result = statement.executeQuery()) {
                result.next();
                Object least = type.read(result, 1);
                Object greatest = type.read(result, 2);
                if (least == null || greatest == null) {
                    return List.of();
                }
                int ranges = settings.cut().rangesFor(parallelism, rows);
                List<Object> even = evenly(type, least, greatest, ranges);
                if (even != null) {
                    return even;
                }
            }
        }
        return byRows(session, column, parallelism);
    }

    private static @Nullable List<Object> evenly(KeyType type, Object least, Object greatest, int ranges) {
        BigDecimal from = type.number(least);
        BigDecimal to = type.number(greatest);
        if (from == null || to == null) {
            return null;
        }
        BigDecimal length = to.subtract(from);
        int scale = Math.max(0, length.scale()) + 2;
        List<Object> bounds = new ArrayList<>();
        for (int range = 1; range < ranges; range++) {
            BigDecimal part = length.multiply(BigDecimal.valueOf(range))
                    .divide(BigDecimal.valueOf(ranges), scale, RoundingMode.FLOOR);
            bounds.add(type.atMost(from.add(part)));
        }
        bounds.add(greatest);
        return bounds;
    }

    private List<Object> byRows(JdbcSourceSession session, KeyColumns.Column column, int parallelism)
            throws SQLException {
        long rows = count(session);
        int ranges = settings.cut().rangesFor(parallelism, rows);
        long rowsPerRange = Math.max(1, (rows + ranges - 1) / ranges);
        String sql = "SELECT weir_key FROM (SELECT " + column.quoted() + " AS weir_key, row_number() OVER (ORDER BY "
                + column.quoted() + ") AS weir_number, count(*) OVER () AS weir_rows FROM " + session.from()
                + ") AS weir_numbered WHERE MOD(weir_number, ?) = 0 OR weir_number = weir_rows ORDER BY weir_number";
        List<Object> bounds = new ArrayList<>();
        try (PreparedStatement statement = session.connection().prepareStatement(sql)) {
            statement.setLong(1, rowsPerRange);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    Object bound = column.type().read(result, 1);
                    if (bound != null) {
                        bounds.add(bound);
                    }
                }
            }
        }
        return bounds;
    }

    private static long count(JdbcSourceSession session) throws SQLException {
        try (PreparedStatement statement =
                        session.connection().prepareStatement("SELECT count(*) FROM " + session.from());
                ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getLong(1);
        }
    }

    private JdbcSource.Split followed(JdbcSourceSession session, KeyColumns key, JdbcSourceSettings.Following following)
            throws SQLException {
        KeyColumns.Column column = key.first();
        if (column.type() == KeyType.UUID) {
            throw settings.fault(
                    "UUIDs do not grow from row to row, so that new ones cannot be told",
                    "column \"" + column.name() + "\"",
                    "choose an id of a sequence or a timestamp");
        }
        if (session.dialect() == SourceDialect.POSTGRESQL) {
            new PostgresWriters(session, settings).check(column);
        }
        List<Object> behind = List.of();
        if (following.start() instanceof JdbcSourceSettings.Now) {
            Object greatest = session.greatest(key);
            behind = greatest == null ? List.of() : List.of(greatest);
        } else if (following.start() instanceof JdbcSourceSettings.After after) {
            behind = List.of(valueOf(session.dialect(), column, after.value()));
        }
        return split(0, key, key.texts(behind), List.of());
    }

    private Object valueOf(SourceDialect dialect, KeyColumns.Column column, Object value) {
        try {
            Object converted = convert(dialect, column.type(), value);
            return column.type().parse(converted.toString());
        } catch (RuntimeException e) {
            throw settings.fault(
                    "startAfter does not fit column \"" + column.name() + "\"",
                    "value " + value + " of " + value.getClass().getSimpleName() + ", column of " + column.type(),
                    "give a value as the column has it",
                    e);
        }
    }

    private static Object convert(SourceDialect dialect, KeyType type, Object value) {
        if (value instanceof BigDecimal decimal && type == KeyType.INTEGER) {
            return decimal.toBigIntegerExact();
        }
        if (value instanceof BigInteger || value instanceof String) {
            return value;
        }
        if (value instanceof Instant instant) {
            if (type == KeyType.INSTANT) {
                return instant.atOffset(ZoneOffset.UTC);
            }
            if (type == KeyType.TIMESTAMP && dialect != SourceDialect.POSTGRESQL) {
                return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
            }
        }
        if (value instanceof OffsetDateTime time && type == KeyType.TIMESTAMP && dialect != SourceDialect.POSTGRESQL) {
            return time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
        }
        return value;
    }
}
