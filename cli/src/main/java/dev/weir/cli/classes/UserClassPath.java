package dev.weir.cli.classes;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where classes of the user are: jars and folders, on top of our own class path. May be empty. */
public final class UserClassPath {
    private final List<Path> entries;

    private UserClassPath(List<Path> entries) {
        this.entries = List.copyOf(entries);
    }

    /** Reads the notation of {@code java -cp}, without its wildcards. */
    public static UserClassPath parse(String notation) {
        List<Path> entries = new ArrayList<>();
        for (String entry : notation.split(Pattern.quote(File.pathSeparator), -1)) {
            if (!entry.isEmpty()) {
                entries.add(existing(Path.of(entry).toAbsolutePath()));
            }
        }
        return new UserClassPath(entries);
    }

    private static Path existing(Path entry) {
        if (!Files.exists(entry)) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot use --class-path: there is no such file or folder: " + entry
                            + "; build it first, or correct the path");
        }
        return entry;
    }

    /** What finds the classes; to be closed after their last use. */
    public URLClassLoader loader() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (Path entry : entries) {
            urls.add(entry.toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), UserClassPath.class.getClassLoader());
    }

    /**
     * Makes an object of a class by its public constructor without parameters.
     *
     * @param what the object is called in messages, for example {@code job}
     * @param otherNames what may be named instead of a class, for the message that there is no such class
     */
    public <T> T make(String what, String className, Class<T> type, String otherNames, ClassLoader loader) {
        Refusal refusal = new Refusal("Cannot load " + what + " " + className + ": ");
        Class<?> found;
        try {
            found = Class.forName(className, true, loader);
        } catch (ClassNotFoundException e) {
            throw refusal.because(
                    "there is no such class: class path '" + this + "'; name " + otherNames
                            + " or a class and, by --class-path, where it is",
                    e);
        } catch (LinkageError e) {
            throw refusal.because("it needs something that is not there: " + e + "; complete --class-path", e);
        }
        if (!type.isAssignableFrom(found)) {
            throw refusal.because("it is no " + type.getName() + "; implement that interface", null);
        }
        try {
            return type.cast(found.getConstructor().newInstance());
        } catch (InvocationTargetException e) {
            throw refusal.because("its constructor failed: " + e.getCause() + "; correct it", e);
        } catch (ReflectiveOperationException e) {
            throw refusal.because("it has no public constructor without parameters; add one, to a public class", e);
        }
    }

    /** In the notation of {@code java -cp}, with absolute paths. */
    @Override
    public String toString() {
        return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private record Refusal(String prefix) {
        WeirException because(String reason, @Nullable Throwable cause) {
            return Optional.ofNullable(cause)
                    .map(known -> new WeirException(ErrorCode.INVALID_JOB, prefix + reason, known))
                    .orElseGet(() -> new WeirException(ErrorCode.INVALID_JOB, prefix + reason));
        }
    }
}
