package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.source.PollStatus;
import dev.weir.source.SourceOutput;
import dev.weir.source.SourceReader;
import dev.weir.source.SourceReaderContext;
import dev.weir.time.Clock;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for new rows from time to time. One subtask has the only split; the others end at once. */
final class JdbcFollowingReader<T> implements SourceReader<JdbcSource.Split> {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcFollowingReader.class);
    private static final int ROWS_PER_POLL = 512;
    private static final Duration LONG_WAIT = Duration.ofMinutes(1);
    private static final Duration LONGEST_RECHECK = Duration.ofMillis(50);

    private final JdbcSourceSettings<T> settings;
    private final JdbcSourceSettings.Following following;
    private final SourceReaderContext<T> context;
    private final Clock clock;
    private final JdbcReconnect connection;
    private final long lookNanos;
    private final long recheckNanos;
    private @Nullable Followed<T> followed;

    JdbcFollowingReader(
            JdbcSourceSettings<T> settings, JdbcSourceSettings.Following following, SourceReaderContext<T> context) {
        this.settings = settings;
        this.following = following;
        this.context = context;
        clock = context.clock();
        connection = new JdbcReconnect(settings, clock);
        lookNanos = following.pollInterval().toNanos();
        recheckNanos = Math.min(lookNanos, LONGEST_RECHECK.toNanos());
    }

    /** The split and where its rows go. */
    private static final class Followed<T> {
        private final SourceOutput<T> output;
        private JdbcSource.Split position;
        private @Nullable Connected<T> connected;

        Followed(JdbcSource.Split position, SourceOutput<T> output) {
            this.position = position;
            this.output = output;
        }

        /** Also when a connection is lost in the middle of a result. */
        JdbcSource.Split position() {
            Connected<T> current = connected;
            JdbcRowCursor<T> cursor = current == null ? null : current.cursor;
            return current == null || cursor == null ? position : position.at(current.key.texts(cursor.position()));
        }
    }

    /** What holds for as long as one connection. */
    private static final class Connected<T> {
        private final JdbcSourceSession session;
        private final KeyColumns key;
        private final SettledRows<T> rows;
        private final SettlingKeys keys;
        private @Nullable Object upTo;
        private @Nullable JdbcRowCursor<T> cursor;
        private long nextLook;
        private long nextTry;
        private long waitingSince;
        private boolean waitTold;

        Connected(JdbcSourceSession session, KeyColumns key, SettledRows<T> rows, SettlingKeys keys, long now) {
            this.session = session;
            this.key = key;
            this.rows = rows;
            this.keys = keys;
            nextLook = now;
        }
    }

    @Override
    public void start(List<JdbcSource.Split> splits) {
        if (splits.isEmpty()) {
            return;
        }
        JdbcSource.Split split = splits.get(0);
        if (splits.size() > 1 || !split.upTo().isEmpty()) {
            throw new WeirException(
                    ErrorCode.STATE_INCOMPATIBLE,
                    "Cannot continue reading " + settings.rows().describe()
                            + ": the checkpoint's source was bounded, the job's is incremental; use splitBy again, or"
                            + " start the job afresh");
        }
        followed = new Followed<>(split, context.output(split.splitId()));
    }

    @Override
    public PollStatus poll() {
        Followed<T> split = followed;
        if (split == null) {
            return PollStatus.END;
        }
        if (connection.isPausing()) {
            return PollStatus.WAIT;
        }
        try {
            return read(split);
        } catch (SQLException e) {
            split.position = split.position();
            split.connected = null;
            connection.lost(e);
            return PollStatus.WAIT;
        }
    }

    private PollStatus read(Followed<T> split) throws SQLException {
        Connected<T> current = split.connected;
        if (current == null) {
            current = connect(split);
            split.connected = current;
        }
        JdbcRowCursor<T> cursor = current.cursor;
        if (cursor == null) {
            cursor = open(split, current);
            if (cursor == null) {
                return PollStatus.WAIT;
            }
            current.cursor = cursor;
        }
        boolean more = cursor.emit(ROWS_PER_POLL, split.output);
        // Only this: a look at the greatest key may well succeed where reading the rows does not.
        connection.succeeded();
        if (!more) {
            split.position = split.position();
            current.cursor = null;
            cursor.close();
            if (current.rows.isLast(cursor)) {
                current.upTo = null;
            }
        }
        return PollStatus.MORE;
    }

    private Connected<T> connect(Followed<T> split) throws SQLException {
        JdbcSourceSession session = connection.session();
        KeyColumns key = session.keyOf(split.position);
        SettledRows<T> rows = session.dialect() == SourceDialect.POSTGRESQL
                ? new PostgresSettledRows<>(settings, session, key)
                : new MySqlSettledRows<>(settings, session, key);
        return new Connected<>(
                session, key, rows, new SettlingKeys(key.first().type(), following.settleTime()), clock.nanos());
    }

    /** The next result, or null if there is none yet. */
    private @Nullable JdbcRowCursor<T> open(Followed<T> split, Connected<T> current) throws SQLException {
        long now = clock.nanos();
        if (now - current.nextLook >= 0 && current.keys.wantsMore()) {
            current.nextLook = now + lookNanos;
            Object greatest = current.session.greatest(current.key);
            if (greatest == null) {
                connection.succeeded();
            } else {
                // Not the time before the look: what is seen may have been chosen during it.
                current.keys.see(greatest, clock.nanos());
            }
        }
        Object upTo = current.upTo;
        if (upTo == null) {
            upTo = current.keys.takeSettled(clock.nanos());
            if (upTo == null) {
                return null;
            }
            current.rows.begin();
            current.upTo = upTo;
            current.nextTry = now;
            current.waitingSince = now;
            current.waitTold = false;
        }
        if (now - current.nextTry < 0) {
            return null;
        }
        current.nextTry = now + recheckNanos;
        JdbcRowCursor<T> cursor = current.rows.open(current.key.parse(split.position.behind()), upTo);
        if (cursor == null) {
            tellLongWait(current, now);
        } else {
            current.nextTry = now;
            current.waitingSince = now;
        }
        return cursor;
    }

    private void tellLongWait(Connected<T> current, long now) {
        if (!current.waitTold && now - current.waitingSince >= LONG_WAIT.toNanos()) {
            current.waitTold = true;
            LOG.warn(
                    "{}: new rows wait for a transaction that has been writing for over {} s; the source goes on when it ends",
                    settings.rows().describe(),
                    LONG_WAIT.toSeconds());
        }
    }

    @Override
    public List<JdbcSource.Split> snapshot(long checkpointId) {
        return followed == null ? List.of() : List.of(followed.position());
    }

    @Override
    public void close() {
        connection.close();
    }
}
