package dev.weir.cli.indoubt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.CommandRun;
import org.junit.jupiter.api.Test;

final class InDoubtCommandTest {
    @Test
    void settlesWhatAKilledJobLeftInDoubt() {
        CommandRun run = CommandRun.of("in-doubt");
        System.out.println(run.out() + run.err());
        assertThat(run.code()).isZero();
    }
}
