package dev.weir.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

final class FaultsTest {
    private final Faults faults = new Faults();

    @Test
    void throwsNothingWithoutFaults() {
        faults.addIf(false, "not wrong");

        assertThatCode(() -> faults.throwIfAny(ErrorCode.INVALID_JOB, "Cannot do it"))
                .doesNotThrowAnyException();
    }

    @Test
    void putsASingleFaultIntoOneLine() {
        faults.addIf(true, "too small: 1; make it 2");

        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(() -> faults.throwIfAny(ErrorCode.INVALID_JOB, "Cannot do it"))
                .withMessage("Cannot do it: too small: 1; make it 2")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JOB));
    }

    @Test
    void listsSeveralFaults() {
        faults.add("one");
        faults.add("two");

        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(() -> faults.throwIfAny(ErrorCode.INVALID_JOB, "Cannot do it"))
                .satisfies(e -> assertThat(e.getMessage().lines())
                        .containsExactly("Cannot do it: 2 faults:", "  - one", "  - two"));
    }
}
