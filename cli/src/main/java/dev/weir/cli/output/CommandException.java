package dev.weir.cli.output;

/** A command cannot be carried out. The message reads {@code Cannot <verb> <thing>: <reason>: <values>; <remedy>}. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommandException(String message) {
        super(message);
    }

    public CommandException(String message, Throwable cause) {
        super(message, cause);
    }
}
