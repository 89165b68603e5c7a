package dev.weir.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PostgresFailureTest {
    private static PostgresFailure failure(String state) {
        return PostgresFailure.of(new SQLException("ERROR: it failed\n  Detail: somehow", state));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08006", "08001", "25006", "40001", "40P01", "53300", "53100", "55P03", "57P01", "57P03", "57014",
                "58030"
            })
    void triesAgainWhatMayPass(String state) {
        assertThat(failure(state).mayPass()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"22001", "23505", "28P01", "3D000", "42P01", "42703", "42501", "57P04", "0A000", "P0001", "XX000"
            })
    void rejectsWhatDoesNotPass(String state) {
        assertThat(failure(state).mayPass()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01", "40003", "53100", "58030", "XX000"})
    void doubtsACommitThatMayHaveHappened(String state) {
        assertThat(failure(state).leavesCommitInDoubt()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23503", "40001", "25P02", "P0001", "42P01"})
    void knowsThatACommitWasRolledBack(String state) {
        assertThat(failure(state).leavesCommitInDoubt()).isFalse();
    }

    @Test
    void looksForTheStateAndMessageBehindThePoolsException() {
        PostgresFailure failure = PostgresFailure.of(new SQLTransientConnectionException(
                "weir-jdbc - Connection is not available", null, 0, new SQLException("FATAL: no entry", "28000")));
        assertThat(failure.state()).isEqualTo("28000");
        assertThat(failure.message()).isEqualTo("FATAL: no entry");
    }

    @Test
    void takesAFailureWithoutStateForTheConnections() {
        PostgresFailure failure = PostgresFailure.of(new SQLException("Connection is closed"));
        assertThat(failure.mayPass()).isTrue();
        assertThat(failure.leavesCommitInDoubt()).isTrue();
        assertThat(failure.describe()).isEqualTo("SQLSTATE none");
    }

    @Test
    void writesMessagesOnOneLine() {
        assertThat(failure("42P01").message()).isEqualTo("it failed; Detail: somehow");
    }
}
