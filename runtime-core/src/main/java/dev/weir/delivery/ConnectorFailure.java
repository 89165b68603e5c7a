package dev.weir.delivery;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;

/** Turns a checked exception of a connector into Weir's; an unchecked one stays as it is. */
final class ConnectorFailure {
    private ConnectorFailure() {}

    /** {@code what} follows "Cannot". */
    static RuntimeException of(String what, Exception cause) {
        if (cause instanceof RuntimeException unchecked) {
            return unchecked;
        }
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new WeirException(
                ErrorCode.DESTINATION_UNAVAILABLE,
                "Cannot " + what + ": the connector failed: " + cause + "; see the cause",
                cause);
    }
}
