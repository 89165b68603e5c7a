package dev.weir.sink;

/**
 * The records of one unit, in order, as often as they are asked for. When the last one was read, their number and digest
 * are known to be the unit's: otherwise the last step of a pass throws {@code CHECKPOINT_CORRUPT}, so a connector must
 * read to the end before it commits.
 *
 * <p><b>Threading:</b> one thread at a time, one pass at a time.
 */
public interface UnitRecords<T> extends Iterable<T> {
    /** The records of an empty unit. */
    static <T> UnitRecords<T> none() {
        return new NoRecords<>();
    }

    /** A pass over the records as the sink's codec has encoded them, for connectors that can send such bytes on. */
    Encoded encoded();

    /** A cursor over encoded records, before the first at the beginning. */
    interface Encoded {
        /** Moves to the next record; false after the last. */
        boolean next();

        /** Holds the current record's bytes; not to be changed, and valid until the next move. */
        byte[] array();

        int offset();

        int length();
    }
}
