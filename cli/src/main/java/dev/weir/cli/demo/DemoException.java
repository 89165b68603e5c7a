package dev.weir.cli.demo;

/**
 * The demo could not be carried out, so that it says nothing about the table. The message reads {@code Cannot <verb>
 * <thing>: <reason>: <values>; <remedy>}.
 */
final class DemoException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DemoException(String message) {
        super(message);
    }

    DemoException(String message, Throwable cause) {
        super(message, cause);
    }
}
