package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What to say when a shard cannot have its ledger row. */
final class LedgerErrors {
    private final ConnectionPool pool;
    private final Ledger ledger;
    private final Ledger.Key key;
    private final long attempt;

    LedgerErrors(ConnectionPool pool, Ledger ledger, Ledger.Key key, long attempt) {
        this.pool = pool;
        this.ledger = ledger;
        this.key = key;
        this.attempt = attempt;
    }

    /** Why the ledger did not take a unit. */
    CommitOutcome reasonAgainst(LedgerEntry expected, CommitUnit unit, Ledger.@Nullable Row found, String owner) {
        if (found == null) {
            return new CommitOutcome.Lost("the row " + key + " is gone from ledger table " + ledger.table());
        }
        boolean takenOver = !found.belongsTo(attempt, owner) && found.entry().attempt() >= attempt;
        if (takenOver) {
            throw fencedBy(found);
        }
        if (found.entry().records(unit)) {
            return new CommitOutcome.AlreadyCommitted();
        }
        return new CommitOutcome.Lost("ledger table " + ledger.table() + " holds " + found.entry() + " instead of "
                + expected + ": another job of the same name writes there, or the row was changed by hand");
    }

    WeirException fencedBy(Ledger.Row row) {
        String who = row.entry().attempt() > attempt
                ? "a newer attempt has taken over: "
                : "another process with the same attempt number has taken over, as when the checkpoint folder was copied: ";
        return new WeirException(
                ErrorCode.FENCED,
                "Cannot write to " + pool.target() + " as attempt " + attempt + " of " + key + ": " + who + row.entry()
                        + "; stop this one; if no other runs, then this job has another checkpoint folder than the"
                        + " one that wrote there: use that folder, or give the rows free by "
                        + ledger.resetSql(key));
    }

    WeirException unreachable(String verb, SQLException cause) {
        SqlFailure failure = pool.dialect().failure(cause);
        boolean passing = failure.mayPass();
        return new WeirException(
                passing ? ErrorCode.DESTINATION_UNAVAILABLE : ErrorCode.DESTINATION_REJECTED,
                "Cannot " + verb + " ledger table " + ledger.table() + " at " + pool.target() + ": "
                        + failure.message() + ": " + failure.describe() + ", " + key
                        + (passing
                                ? "; it will be tried again"
                                : "; check the credentials, the privileges and the table"),
                cause);
    }
}
