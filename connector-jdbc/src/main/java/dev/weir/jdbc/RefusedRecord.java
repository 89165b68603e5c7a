package dev.weir.jdbc;

/**
 * What a batch knows of a record that the database refused; see {@link DeadLetter}.
 *
 * @param source empty if the record does not say
 */
record RefusedRecord(String target, String operation, String columns, String source) {}
