package dev.weir.operator;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;

/** Turns what a user's function threw into the one exception family. */
public final class UserFailure {
    private UserFailure() {}

    /** A failed call for a record. */
    public static WeirException onRecord(String operator, Exception cause) {
        return of("process a record", operator, cause);
    }

    /**
     * A failed call.
     *
     * @param what the verb and its object, for example {@code process a timer}
     */
    public static WeirException of(String what, String operator, Exception cause) {
        if (cause instanceof WeirException known) {
            return known;
        }
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new WeirException(
                ErrorCode.USER_FUNCTION, "Cannot " + what + " in operator '" + operator + "': " + cause, cause);
    }

    /** A function returned null. */
    public static WeirException nullResult(String operator) {
        return new WeirException(
                ErrorCode.USER_FUNCTION,
                "Cannot process a record in operator '" + operator
                        + "': the function returned null; return a value, or drop the record by filter or flatMap");
    }

    /** A key selector returned null. */
    public static WeirException nullKey(String operator) {
        return new WeirException(
                ErrorCode.USER_FUNCTION,
                "Cannot process a record in operator '" + operator
                        + "': its key is null; filter such records out, or give them a key of their own");
    }
}
