package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt does with its shard's row of the ledger and its rows of the units' table.
 *
 * <p><b>Threading:</b> immutable; sessions commit each statement by themselves when they come and when they go.
 */
record ShardLedger(Dialect dialect, Ledger ledger, UnitsTable units, Ledger.Key key, Claim claim) {
    /**
     * Who owns the row.
     *
     * @param owner names the attempt beyond its number
     * @param target the database, for messages
     */
    record Claim(long attempt, String owner, String target) {}

    /** Puts attempt and owner into the row. */
    void claim(Connection session) throws SQLException {
        ledger.claim(session, key, claim.attempt(), claim.owner());
        requireOwned(session);
    }

    /** The entry, if this attempt still owns it. */
    LedgerEntry requireOwned(Connection session) throws SQLException {
        Ledger.@Nullable Row row = ledger.read(session, key);
        if (row == null) {
            throw new WeirException(
                    ErrorCode.DESTINATION_REJECTED,
                    "Cannot use ledger table " + ledger.table() + " at " + claim.target() + ": the row " + key
                            + " is gone; find out who deleted it and restore it, then start the job again");
        }
        if (!row.belongsTo(claim.attempt(), claim.owner())) {
            throw new WeirException(
                    ErrorCode.FENCED,
                    "Cannot use transactions at " + claim.target() + " as attempt " + claim.attempt() + " of " + key
                            + ": another one has taken over: attempt "
                            + row.entry().attempt() + ", owner "
                            + row.owner()
                            + "; stop this one; if no other runs, then this job has another checkpoint folder than the"
                            + " one that wrote there: use that folder, or give the rows free by "
                            + ledger.resetSql(key));
        }
        return row.entry();
    }

    /** Writes the unit's own row, in the transaction that is prepared with it. */
    void enter(Connection session, CommitUnit unit) throws SQLException {
        units.insert(session, key, unit, claim.attempt());
    }

    /**
     * Moves the row over the committed units up to a number, as long as there is no gap: a unit that somebody committed by
     * hand before its turn stays where it is until the ones before it are there.
     *
     * @return the entry as it then stands
     */
    LedgerEntry fold(Connection session, long upTo) throws SQLException {
        LedgerEntry entry = requireOwned(session);
        List<CommitUnit> committed = units.committed(session, key);
        if (committed.isEmpty()) {
            return entry;
        }
        session.setAutoCommit(false);
        for (CommitUnit unit : committed) {
            if (unit.sequence() == entry.sequence() + 1 && unit.sequence() <= upTo) {
                if (!ledger.advance(session, key, new Ledger.Row(entry, claim.owner()), unit)) {
                    session.rollback();
                    session.setAutoCommit(true);
                    throw moved(requireOwned(session), entry);
                }
                entry = entry.after(unit);
            }
        }
        for (CommitUnit unit : committed) {
            if (unit.sequence() <= entry.sequence()) {
                units.delete(session, key, unit);
            }
        }
        session.commit();
        session.setAutoCommit(true);
        return entry;
    }

    /** Only a user can do this: other attempts are kept out by the lock, and by the condition on the owner. */
    private WeirException moved(LedgerEntry found, LedgerEntry expected) {
        return new WeirException(
                ErrorCode.DESTINATION_UNAVAILABLE,
                "Cannot move the row " + key + " of ledger table " + ledger.table() + " at " + claim.target()
                        + ": it changed meanwhile: " + found + " instead of " + expected
                        + "; it will be tried again; let nobody else write to the ledger");
    }

    /** What became of a unit whose transaction the database does not know any more. */
    boolean knows(LedgerEntry entry, CommitUnit unit) {
        // Units follow each other without gaps, each with the digest of all before it.
        return entry.records(unit) || (entry.lineage().equals(unit.lineage()) && entry.sequence() > unit.sequence());
    }

    WeirException failure(String verb, SQLException e) {
        SqlFailure failure = dialect.failure(e);
        boolean passing = failure.mayPass();
        return new WeirException(
                passing ? ErrorCode.DESTINATION_UNAVAILABLE : ErrorCode.DESTINATION_REJECTED,
                "Cannot " + verb + " at " + claim.target() + ": " + failure.message() + ": " + failure.describe() + ", "
                        + key
                        + (passing
                                ? "; it will be tried again"
                                : "; check the credentials, the privileges, and tables " + ledger.table() + " and "
                                        + units.table()),
                e);
    }
}
