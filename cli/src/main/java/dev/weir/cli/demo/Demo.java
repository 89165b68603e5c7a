package dev.weir.cli.demo;

/** A demo from its first server to its verdict. */
@FunctionalInterface
interface Demo {

    /** @throws DemoException if there is no verdict */
    Outcome run() throws InterruptedException;

    static Demo of(DemoOptions options, Stage stage) {
        return switch (options.setting()) {
            case FILES -> new FilesDemo(options, stage);
            case KAFKA -> new KafkaDemo(options, stage);
        };
    }
}
