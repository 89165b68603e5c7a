package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.delivery.RewindPolicy;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.exec.ExecutionSettings;
import dev.weir.exec.RestartStrategy;
import dev.weir.guarantee.Guarantee;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JobOptionsTest {
    @Test
    void hasSensibleDefaults() {
        JobOptions options = JobOptions.builder().build();

        assertThat(options.parallelism()).isBetween(1, 128);
        assertThat(options.maxParallelism()).isEqualTo(128);
        assertThat(options.checkpointInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(options.checkpointTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(options.checkpointDirectory()).isNull();
        assertThat(options.savepoint()).isNull();
        assertThat(options.rewindPolicy()).isEqualTo(RewindPolicy.FAIL);
        assertThat(options.requiredGuarantee()).isEqualTo(Guarantee.AT_MOST_ONCE);
        assertThat(options.restartStrategy())
                .isEqualTo(RestartStrategy.exponentialBackoff(Duration.ofMillis(100), Duration.ofSeconds(10)));
    }

    @Test
    void passesEverythingOn() {
        JobOptions options = JobOptions.builder()
                .name("orders")
                .parallelism(3)
                .maxParallelism(64)
                .checkpointInterval(Duration.ofMillis(50))
                .checkpointTimeout(Duration.ofSeconds(9))
                .checkpointDirectory(Path.of("c"))
                .retainedCheckpoints(5)
                .restartStrategy(RestartStrategy.none())
                .rewindPolicy(RewindPolicy.FORK)
                .fromSavepoint(Path.of("s"))
                .registerType(String.class, Long.class)
                .registerType(Integer.class)
                .watermarkInterval(Duration.ofMillis(7))
                .batchSize(100)
                .build();

        assertThat(options.parallelism()).isEqualTo(3);
        assertThat(options.maxParallelism()).isEqualTo(64);
        assertThat(options.toSettings())
                .isEqualTo(new ExecutionSettings(
                        "orders",
                        Duration.ofMillis(50),
                        Duration.ofSeconds(9),
                        Path.of("c"),
                        5,
                        RestartStrategy.none(),
                        RewindPolicy.FORK,
                        Path.of("s"),
                        List.of(String.class, Long.class, Integer.class),
                        Duration.ofMillis(7),
                        100));
    }

    @Test
    void reportsAllFaultsTogether() {
        JobOptions.Builder builder = JobOptions.builder()
                .name("a/b")
                .parallelism(0)
                .maxParallelism(0)
                .checkpointInterval(Duration.ZERO)
                .checkpointTimeout(Duration.ofMillis(-1))
                .watermarkInterval(Duration.ofNanos(1))
                .retainedCheckpoints(0)
                .restartStrategy(RestartStrategy.fixedDelay(0, Duration.ZERO))
                .batchSize(0);

        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(builder::build)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JOB))
                .satisfies(e -> assertThat(e.getMessage().lines())
                        .containsExactly(
                                "Cannot use these job options: 9 faults:",
                                "  - name: 'a/b'; must have 1 to 100 characters without slashes, control characters"
                                        + " and outer spaces, the first one not a dot",
                                "  - maxParallelism: 0; must be from 1 to 32768",
                                "  - parallelism: 0; must be from 1 to maxParallelism (0)",
                                "  - checkpointInterval: 0 ms; must be at least a millisecond",
                                "  - checkpointTimeout: -1 ms; must be at least a millisecond",
                                "  - watermarkInterval: 0 ms; must be at least a millisecond",
                                "  - retainedCheckpoints: 0; must be at least 1",
                                "  - restartStrategy: attempts is 0; must be at least 1",
                                "  - batchSize: 0; must be from 1 to 65536"));
    }

    @Test
    void reportsASingleFaultInOneLine() {
        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(() -> JobOptions.builder()
                        .parallelism(200)
                        .maxParallelism(128)
                        .build())
                .withMessage("Cannot use these job options: parallelism: 200; must be from 1 to maxParallelism (128)");
    }
}
