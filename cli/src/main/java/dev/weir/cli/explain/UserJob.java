package dev.weir.cli.explain;

import dev.weir.JobDefinition;
import dev.weir.cli.classes.UserClassPath;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.net.URLClassLoader;
import java.util.List;

/**
 * A job in a class of the user.
 *
 * @param className of a {@link JobDefinition}
 */
record UserJob(String className, UserClassPath classPath, List<String> arguments) {
    String explain() {
        try (URLClassLoader loader = classPath.loader()) {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(loader);
            try {
                return classPath
                        .make("job", className, JobDefinition.class, "an example (" + ExampleJob.names() + ")", loader)
                        .define(arguments.toArray(String[]::new))
                        .explain();
            } finally {
                thread.setContextClassLoader(before);
            }
        } catch (WeirException e) {
            throw e;
        } catch (Exception e) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot define job " + className + ": it failed: " + e + ": arguments " + arguments
                            + "; pass the arguments that it expects, or correct it",
                    e);
        }
    }
}
