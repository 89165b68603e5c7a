package dev.weir.exec;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;

/** Turns what was thrown into the one exception family. */
final class Failures {
    private Failures() {}

    static WeirException inUserCode(String what, Exception cause) {
        return cause instanceof WeirException known
                ? known
                : new WeirException(ErrorCode.USER_FUNCTION, "Cannot " + what + ": " + cause, cause);
    }

    static WeirException inSource(String what, Exception cause) {
        return cause instanceof WeirException known
                ? known
                : new WeirException(ErrorCode.SOURCE, "Cannot " + what + ": " + cause + "; see the cause", cause);
    }

    /** The failure as it is told to the user and to the restart strategy. */
    static WeirException of(String what, Throwable cause) {
        if (cause instanceof WeirException known) {
            return known;
        }
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new WeirException(ErrorCode.INTERNAL, "Cannot " + what + ": " + cause, cause);
    }
}
