package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.source.PollStatus;
import dev.weir.source.SourceOutput;
import dev.weir.source.SourceReader;
import dev.weir.source.SourceReaderContext;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the ranges of one subtask one after the other, as one sequence in event time. */
final class JdbcRangeReader<T> implements SourceReader<JdbcSource.Split> {
    private static final int ROWS_PER_POLL = 512;

    private final JdbcSourceSettings<T> settings;
    private final SourceReaderContext<T> context;
    private final JdbcReconnect connection;
    /** Those that are not finished; the first may be open. */
    private final Deque<JdbcSource.Split> ranges = new ArrayDeque<>();

    private @Nullable Sequence<T> sequence;
    private @Nullable OpenRange<T> open;

    JdbcRangeReader(JdbcSourceSettings<T> settings, SourceReaderContext<T> context) {
        this.settings = settings;
        this.context = context;
        connection = new JdbcReconnect(settings, context.clock());
    }

    /** Where all records go: the output of the first range. */
    private record Sequence<T>(String splitId, SourceOutput<T> output) {}

    private record OpenRange<T>(KeyColumns key, JdbcRowCursor<T> cursor) {}

    @Override
    public void start(List<JdbcSource.Split> splits) {
        if (splits.isEmpty()) {
            return;
        }
        splits.stream().sorted(Comparator.comparingInt(JdbcSource.Split::range)).forEach(ranges::add);
        if (ranges.stream().anyMatch(range -> range.upTo().isEmpty())) {
            throw new WeirException(
                    ErrorCode.STATE_INCOMPATIBLE,
                    "Cannot continue reading " + settings.rows().describe()
                            + ": the checkpoint's source was incremental, the job's is bounded; use incremental again, or"
                            + " start the job afresh");
        }
        String splitId = ranges.element().splitId();
        sequence = new Sequence<>(splitId, context.output(splitId));
        ranges.stream().skip(1).map(JdbcSource.Split::splitId).forEach(context::splitFinished);
    }

    @Override
    public PollStatus poll() {
        Sequence<T> target = sequence;
        if (target == null || ranges.isEmpty()) {
            return PollStatus.END;
        }
        if (connection.isPausing()) {
            return PollStatus.WAIT;
        }
        try {
            if (!read(target)) {
                ranges.remove();
                if (ranges.isEmpty()) {
                    context.splitFinished(target.splitId());
                    connection.close();
                    return PollStatus.END;
                }
            }
            return PollStatus.MORE;
        } catch (SQLException e) {
            keepPosition();
            connection.lost(e);
            return PollStatus.WAIT;
        }
    }

    /** False at the end of the range. */
    private boolean read(Sequence<T> target) throws SQLException {
        OpenRange<T> range = open;
        if (range == null) {
            range = open(ranges.element());
            open = range;
        }
        boolean more = range.cursor().emit(ROWS_PER_POLL, target.output());
        connection.succeeded();
        if (!more) {
            open = null;
            finish(range);
        }
        return more;
    }

    private OpenRange<T> open(JdbcSource.Split range) throws SQLException {
        JdbcSourceSession session = connection.session();
        KeyColumns key = session.keyOf(range);
        List<Object> behind = key.parse(range.behind());
        Object upTo = key.parse(range.upTo()).get(0);
        return new OpenRange<>(
                key,
                new JdbcRowCursor<>(
                        settings, key, session.select(key, behind, upTo, "", settings.fetchSize()), behind));
    }

    /** All rows are given out: whatever the connection says now, the range is done. */
    private void finish(OpenRange<T> range) {
        try {
            range.cursor().close();
            connection.session().connection().commit();
        } catch (SQLException e) {
            connection.abort();
        }
    }

    private void keepPosition() {
        JdbcSource.Split position = position();
        open = null;
        if (position != null) {
            ranges.remove();
            ranges.addFirst(position);
        }
    }

    /** Of the open range, if there is one. */
    private JdbcSource.@Nullable Split position() {
        OpenRange<T> range = open;
        return range == null
                ? null
                : ranges.element().at(range.key().texts(range.cursor().position()));
    }

    @Override
    public List<JdbcSource.Split> snapshot(long checkpointId) {
        List<JdbcSource.Split> positions = new ArrayList<>(ranges);
        JdbcSource.Split position = position();
        if (position != null) {
            positions.set(0, position);
        }
        return positions;
    }

    @Override
    public void close() {
        if (open == null) {
            connection.close();
        } else {
            connection.abort();
        }
    }
}
