package dev.weir.jdbc;

/** What a {@link JdbcSinkBuilder} has gathered and checked. */
record JdbcSinkSettings<T>(
        ConnectionSettings connection, RecordTarget<T> target, TableName ledger, TableName deadLetters) {}
