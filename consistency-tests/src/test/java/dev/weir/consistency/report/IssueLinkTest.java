package dev.weir.consistency.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IssueLinkTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            FLINK-37747               | https://issues.apache.org/jira/browse/FLINK-37747
            Iceberg #16008            | https://github.com/apache/iceberg/issues/16008
            SeaTunnel #11534          | https://github.com/apache/seatunnel/issues/11534
            apache/seatunnel#11569    | https://github.com/apache/seatunnel/issues/11569
            """)
    void leadsToThePublicIssue(String issue, String address) {
        assertThat(IssueLink.of(issue)).isEqualTo("<a href=\"" + address + "\">" + issue + "</a>");
    }

    @ParameterizedTest
    @CsvSource({"somebody's #12", "Flink Kafka sink"})
    void showsAnUnknownOneAsItIs(String issue) {
        assertThat(IssueLink.of(issue)).isEqualTo(Html.escape(issue)).doesNotContain("<a");
    }
}
