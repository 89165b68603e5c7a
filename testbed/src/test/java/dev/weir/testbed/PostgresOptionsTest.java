package dev.weir.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PostgresOptionsTest {

    @Test
    void reportsAllFaultsTogether() {
        PostgresOptions.Builder builder = PostgresOptions.builder()
                .port(70_000)
                .database("a b")
                .user("pg_me")
                .setting("listen_addresses", "*")
                .startTimeout(Duration.ZERO);
        assertThatThrownBy(builder::build)
                .isInstanceOf(TestbedException.class)
                .hasMessageStartingWith("Cannot set up PostgreSQL: 5 faults in its options: ")
                .hasMessageContainingAll("port=70000", "database=a b", "user=pg_me", "listen_addresses", "PT0S");
    }

    @Test
    void letsSettingsReplaceTheDefaults() {
        PostgresOptions options = PostgresOptions.builder()
                .durableOnDisk()
                .setting("max_prepared_transactions", "0")
                .build();
        assertThat(options.settings()).containsEntry("fsync", "on").containsEntry("max_prepared_transactions", "0");
    }

    @Test
    void putsTemporaryDataInTheRunFolderAndKeptDataWhereTheyWereAskedFor() {
        Path run = Path.of("/run");
        PostgresOptions kept =
                PostgresOptions.builder().dataFolder(Path.of("/a/../b")).build();
        assertThat(PostgresOptions.defaults().dataFolder().in(run)).isEqualTo(Path.of("/run/data"));
        assertThat(kept.dataFolder().in(run)).isEqualTo(Path.of("/b"));
    }
}
