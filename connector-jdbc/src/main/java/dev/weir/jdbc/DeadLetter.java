package dev.weir.jdbc;

import java.time.Instant;

/**
 * A record that the database refused, as it waits in a {@link DeadLetterTable}.
 *
 * @param id names it; the same record that is refused once more in the same place has the same
 * @param shard the commit shard that it came through, or the subtask where there are no units
 * @param lineage of its unit, or empty where there are no units
 * @param position its place in the shard's stream, from 1; in its unit where the checkpoint is 0; 0 without units
 * @param sequence of its unit, or 0
 * @param checkpoint that closed its unit, or 0 without units, or if the record was refused while the unit was open
 * @param target the table that it was meant for, or the statement
 * @param operation {@code insert}, {@code upsert}, {@code delete} or {@code statement}
 * @param columns what was to be written, as JSON: an array of objects with the members column, role ({@code key},
 *     {@code version} or {@code value}), {@code type} and {@code value}
 * @param state the SQLSTATE of the refusal
 * @param error the database's words
 * @param source where the record came from
 * @param status {@code waiting} or {@code replayed}
 */
public record DeadLetter(
        String id,
        String job,
        String sink,
        int shard,
        String lineage,
        long position,
        long sequence,
        long checkpoint,
        String target,
        String operation,
        String columns,
        String state,
        String error,
        String source,
        Instant created,
        String status) {
    static final String WAITING = "waiting";
    static final String REPLAYED = "replayed";
    static final String INSERT = "insert";
    static final String UPSERT = "upsert";
    static final String DELETE = "delete";
    static final String STATEMENT = "statement";
}
