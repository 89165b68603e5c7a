package dev.weir.error;

import java.io.Serial;

/**
 * The one exception of Weir. Its message reads {@code Cannot <verb> <thing>: <reason>: <values>; <remedy>}.
 *
 * <p>An I/O or driver exception is kept as the cause. An {@link InterruptedException} is turned into one of these only
 * after the thread's interrupt flag was restored.
 */
public final class WeirException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public WeirException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public WeirException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    /** Whether a restart from the last checkpoint may help. */
    public boolean retriable() {
        return code.retriable();
    }
}
