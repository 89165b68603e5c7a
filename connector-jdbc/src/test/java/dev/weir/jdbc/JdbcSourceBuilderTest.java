package dev.weir.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class JdbcSourceBuilderTest {
    private static JdbcSourceBuilder<Long> table(String name) {
        return JdbcSource.table(Long.class, name, row -> row.getLong(1)).url("jdbc:postgresql://localhost/shop");
    }

    @Test
    void reportsAllFaultsTogether() {
        assertThatThrownBy(() -> table("a.b.c")
                        .url("jdbc:oracle:thin:secret@host")
                        .fetchSize(0)
                        .tries(0, Duration.ofMillis(-1))
                        .connectTimeout(Duration.ZERO)
                        .splits(0)
                        .splitSize(5)
                        .settleTime(Duration.ofSeconds(1))
                        .build())
                .hasMessage(
                        "Cannot build a JDBC source: 10 faults: url begins with none of jdbc:postgresql:, jdbc:mysql:,"
                                + " jdbc:mariadb:; fetchSize=0 is not positive; tries=0 is not positive;"
                                + " connectTimeout=PT0S is not at least a millisecond; the pause of tries is negative: PT-0.001S;"
                                + " table a.b.c is not of the form table or schema.table;"
                                + " give exactly one of splitBy and incremental, once; splits and splitSize exclude each other;"
                                + " splits=0 is not positive;"
                                + " pollInterval, settleTime and a start position mean nothing without incremental;"
                                + " correct them");
    }

    @Test
    void incrementalExcludesQueriesAndSplitsAndTwoStarts() {
        assertThatThrownBy(() -> JdbcSource.query(Long.class, "SELECT 1;", row -> row.getLong(1))
                        .url("jdbc:mysql://localhost/shop")
                        .incremental("id")
                        .thenBy("id")
                        .splits(3)
                        .fromNow()
                        .startAfter(3)
                        .pollInterval(Duration.ZERO)
                        .settleTime(Duration.ofMillis(-1))
                        .build())
                .hasMessage("Cannot build a JDBC source: 7 faults: the query ends with a semicolon, but becomes part of"
                        + " another one; incremental needs a table: who writes it cannot be found out for a query;"
                        + " a column is twice in the key: id, id; splits and splitSize mean nothing with incremental;"
                        + " fromBeginning, fromNow and startAfter exclude each other;"
                        + " pollInterval=PT0S is not at least a millisecond; settleTime is negative: PT-0.001S;"
                        + " correct them");
    }

    @Test
    void neverPrintsThePassword() {
        JdbcSource<Long> source = table("shop.orders")
                .url("jdbc:mysql://weir:secret@localhost/shop?password=secret")
                .password("secret")
                .splitBy("id")
                .build();

        assertThat(source).hasToString("jdbc[table shop.orders at jdbc:mysql://localhost/shop]");
    }

    @Test
    void pausesDoubleUpToHalfAMinute() {
        JdbcSourceConnection connection = new JdbcSourceConnection(
                "jdbc:mysql://localhost/shop",
                "",
                "",
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                99,
                Duration.ofSeconds(1));

        assertThat(connection.pauseAfter(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(connection.pauseAfter(4)).isEqualTo(Duration.ofSeconds(8));
        assertThat(connection.pauseAfter(90)).isEqualTo(Duration.ofSeconds(30));
    }
}
