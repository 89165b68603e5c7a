package dev.weir.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ListingTest {
    private final Listing listing = new Listing("nothing is left", "sink", "shard", "age", "since", "why")
            .row("revenue", 0, Duration.ofSeconds(3661), Instant.parse("2025-03-14T09:00:00.123Z"), "")
            .row("t", 12L, Duration.ofDays(2).plusHours(3), Instant.EPOCH, "a \"reason\"");

    @Test
    void alignsTextsToTheLeftAndNumbersToTheRight() {
        assertThat(listing.asTable()).isEqualTo("""
                SINK     SHARD  AGE        SINCE                 WHY
                revenue      0  1 h 1 min  2025-03-14T09:00:00Z  -
                t           12  2 d 3 h    1970-01-01T00:00:00Z  a "reason"
                """);
    }

    @Test
    void isJsonForScripts() {
        assertThat(listing.asJson()).isEqualTo("""
                [ {
                  "sink" : "revenue",
                  "shard" : 0,
                  "age" : "PT1H1M1S",
                  "since" : "2025-03-14T09:00:00.123Z",
                  "why" : ""
                }, {
                  "sink" : "t",
                  "shard" : 12,
                  "age" : "PT51H",
                  "since" : "1970-01-01T00:00:00Z",
                  "why" : "a \\"reason\\""
                } ]
                """);
    }

    @Test
    void saysSoWhenThereIsNothing() {
        Listing empty = new Listing("nothing is left", "sink");

        assertThat(empty.asTable()).isEqualTo("nothing is left\n");
        assertThat(empty.asJson()).isEqualTo("[ ]\n");
    }
}
