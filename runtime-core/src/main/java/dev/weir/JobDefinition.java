package dev.weir;

/**
 * A job as a class, so that tools can look at it without running it: {@code weir explain --class-path orders.jar
 * com.acme.OrdersJob}. A tool makes one object by the public constructor without parameters.
 *
 * <pre>{@code
 * public final class OrdersJob implements JobDefinition {
 *     public static void main(String... arguments) throws InterruptedException {
 *         new OrdersJob().define(arguments).execute();
 *     }
 *
 *     public StreamEnvironment define(String... arguments) { ... }
 * }
 * }</pre>
 */
@FunctionalInterface
public interface JobDefinition {
    /**
     * Builds the job and starts nothing.
     *
     * @param arguments as on the command line
     */
    StreamEnvironment define(String... arguments) throws Exception;
}
