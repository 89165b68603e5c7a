package dev.weir.graph;

/** Names by which checkpoints and destinations know a job and its operators. */
public final class Identifiers {
    private static final int MAX_LENGTH = 100;

    /** What an identifier must be, for error messages. */
    public static final String RULE = "1 to " + MAX_LENGTH
            + " characters without slashes, control characters and outer spaces, the first one not a dot";

    private Identifiers() {}

    /** Whether the name may become part of a file name, a key or a row. */
    public static boolean isUsable(String name) {
        return !name.isBlank()
                && name.length() <= MAX_LENGTH
                && name.equals(name.strip())
                && !name.startsWith(".")
                && name.chars().noneMatch(c -> Character.isISOControl(c) || c == '/' || c == '\\');
    }
}
