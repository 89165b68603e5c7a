package dev.weir.consistency.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BoundedTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void passesOnResultAndFailure() throws Exception {
        assertThat(Bounded.call("count", LONG, () -> 3)).isEqualTo(3);
        assertThatThrownBy(() -> Bounded.run("read", LONG, () -> {
                    throw new IOException("gone");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("gone");
        assertThatThrownBy(() -> Bounded.run("read", LONG, () -> {
                    throw new StackOverflowError();
                }))
                .isInstanceOf(StackOverflowError.class);
    }

    @Test
    void saysWhereACallHangs() {
        CountDownLatch never = new CountDownLatch(1);
        assertThatThrownBy(() -> Bounded.run("close the destination", Duration.ofSeconds(1), never::await))
                .isInstanceOf(Bounded.StuckException.class)
                .hasMessageStartingWith("Cannot close the destination: it did not end within 1 s: ")
                .hasMessageContaining("CountDownLatch.await");
    }
}
