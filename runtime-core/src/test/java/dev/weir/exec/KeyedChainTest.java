package dev.weir.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.state.FileRef;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyedChainTest {
    private static final FileRef A = file("a");
    private static final FileRef B = file("b");
    private static final FileRef C = file("c");
    private static final FileRef MERGED = file("merged");

    private final KeyedChain chain = new KeyedChain(List.of(A));

    @Test
    void appendsChangesToTheConfirmedBase() {
        assertThat(chain.append(1, false, chain.confirmed(), B)).containsExactly(A, B);
    }

    @Test
    void startsAnewWithAFullSnapshot() {
        assertThat(chain.append(1, true, chain.confirmed(), B)).containsExactly(B);
    }

    @Test
    void keepsTheBaseWhenNothingChanged() {
        assertThat(chain.append(1, false, chain.confirmed(), null)).containsExactly(A);
    }

    @Test
    void movesTheBaseOnlyWhenACheckpointIsConfirmed() {
        chain.append(1, false, chain.confirmed(), B);
        chain.abort(1);
        assertThat(chain.append(2, false, chain.confirmed(), C)).containsExactly(A, C);

        chain.confirm(2);
        assertThat(chain.confirmed()).containsExactly(A, C);
    }

    @Test
    void putsAMergedFileInThePlaceOfItsRun() {
        chain.append(1, false, chain.confirmed(), B);
        chain.confirm(1);
        List<FileRef> inFlight = chain.append(2, false, chain.confirmed(), C);
        assertThat(inFlight).containsExactly(A, B, C);

        assertThat(chain.replace(List.of(A, B), MERGED)).isTrue();

        assertThat(chain.confirmed()).containsExactly(MERGED);
        chain.confirm(2);
        assertThat(chain.confirmed()).containsExactly(MERGED, C);
    }

    @Test
    void refusesAMergeOfARunThatIsNoLongerInUse() {
        chain.append(1, true, chain.confirmed(), B);
        chain.confirm(1);

        assertThat(chain.replace(List.of(A), MERGED)).isFalse();
        assertThat(chain.confirmed()).containsExactly(B);
    }

    private static FileRef file(String name) {
        return new FileRef(name, 1, 0);
    }
}
