package dev.weir.cli.explain;

import dev.weir.JobDefinition;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A job in a class of the user.
 *
 * @param className of a {@link JobDefinition}
 * @param classPath jars and folders, separated as for {@code java -cp}; may be empty
 */
record UserJob(String className, String classPath, List<String> arguments) {
    String explain() {
        try (URLClassLoader loader = new URLClassLoader(urls(), UserJob.class.getClassLoader())) {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(loader);
            try {
                return definition(loader)
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

    private JobDefinition definition(ClassLoader loader) {
        Class<?> found;
        try {
            found = Class.forName(className, true, loader);
        } catch (ClassNotFoundException e) {
            throw cannotLoad(
                    "there is no such class: class path '" + classPath + "'; name an example (" + ExampleJob.names()
                            + ") or a class and, by --class-path, where it is",
                    e);
        } catch (LinkageError e) {
            throw cannotLoad("it needs something that is not there: " + e + "; complete --class-path", e);
        }
        if (!JobDefinition.class.isAssignableFrom(found)) {
            throw cannotLoad("it is no " + JobDefinition.class.getName() + "; implement that interface", null);
        }
        try {
            return (JobDefinition) found.getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw cannotLoad("its constructor failed: " + e.getCause() + "; correct it", e);
        } catch (ReflectiveOperationException e) {
            throw cannotLoad("it has no public constructor without parameters; add one, to a public class", e);
        }
    }

    private WeirException cannotLoad(String reason, @Nullable Throwable cause) {
        String message = "Cannot load job " + className + ": " + reason;
        return cause == null
                ? new WeirException(ErrorCode.INVALID_JOB, message)
                : new WeirException(ErrorCode.INVALID_JOB, message, cause);
    }

    private URL[] urls() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : classPath.split(Pattern.quote(File.pathSeparator), -1)) {
            if (!entry.isEmpty()) {
                urls.add(url(Path.of(entry)));
            }
        }
        return urls.toArray(URL[]::new);
    }

    private static URL url(Path entry) throws MalformedURLException {
        if (!Files.exists(entry)) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot use --class-path: there is no such file or folder: " + entry.toAbsolutePath()
                            + "; build it first, or correct the path");
        }
        return entry.toUri().toURL();
    }
}
