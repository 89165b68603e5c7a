package dev.weir.consistency.suite;

/**
 * Hears how a verification goes on.
 *
 * <p><b>Threading:</b> called by the thread that runs the verification; must not block.
 */
public interface VerificationProgress {
    /** Nobody listens. */
    VerificationProgress SILENT = new VerificationProgress() {};

    /** {@code number} from 1; {@code of} is the number of all cases as far as it is known. */
    default void caseStarted(Engine engine, String name, int number, int of) {}

    /** Something to show while a case runs, for example {@code attempt 4, 31,200 of 60,000 records, 3 kills}; some times a second. */
    default void status(String text) {}

    default void caseEnded(CaseResult result) {}
}
