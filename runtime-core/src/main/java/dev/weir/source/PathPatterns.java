package dev.weir.source;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Finds the files that paths, directories and globs name: absolute, sorted, each once. */
final class PathPatterns {
    private static final String GLOB_CHARACTERS = "*?[{";

    private PathPatterns() {}

    static SortedSet<Path> expand(List<String> patterns) {
        SortedSet<Path> files = new TreeSet<>();
        for (String pattern : patterns) {
            expand(pattern, files);
        }
        return files;
    }

    private static void expand(String pattern, SortedSet<Path> files) {
        int glob = firstGlobCharacter(pattern);
        // A name may contain such characters; if there is such a file, it is what was meant.
        if (glob >= 0 && !exists(pattern)) {
            expandGlob(pattern, glob, files);
            return;
        }
        Path path = absolute(pattern);
        if (Files.isDirectory(path)) {
            files.addAll(filesBelow(path, Integer.MAX_VALUE, file -> true));
        } else if (Files.exists(path)) {
            files.add(path);
        } else {
            throw new WeirException(
                    ErrorCode.SOURCE,
                    "Cannot read " + path
                            + ": there is no such file or directory; correct the path or put the file there");
        }
    }

    private static void expandGlob(String pattern, int glob, SortedSet<Path> files) {
        int separator = Math.max(pattern.lastIndexOf('/', glob), pattern.lastIndexOf(File.separatorChar, glob));
        Path directory = absolute(pattern.substring(0, separator + 1));
        PathMatcher matcher;
        try {
            matcher = directory.getFileSystem().getPathMatcher("glob:" + pattern.substring(separator + 1));
        } catch (PatternSyntaxException e) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot read " + pattern + ": this is no glob: " + e.getDescription() + "; correct the pattern",
                    e);
        }
        String rest = pattern.substring(separator + 1);
        int depth = rest.contains("**")
                ? Integer.MAX_VALUE
                : 1 + (int) rest.chars().filter(c -> c == '/').count();
        List<Path> found = Files.isDirectory(directory)
                ? filesBelow(directory, depth, file -> matcher.matches(directory.relativize(file)))
                : List.of();
        if (found.isEmpty()) {
            throw new WeirException(
                    ErrorCode.SOURCE,
                    "Cannot read " + pattern + ": no file matches in " + directory
                            + "; correct the pattern or put the files there");
        }
        files.addAll(found);
    }

    private static List<Path> filesBelow(Path directory, int depth, Predicate<Path> wanted) {
        try (Stream<Path> walk = Files.walk(directory, depth, FileVisitOption.FOLLOW_LINKS)) {
            return walk.filter(file -> !isHidden(directory.relativize(file)))
                    .filter(wanted)
                    .filter(Files::isRegularFile)
                    .toList();
        } catch (IOException e) {
            throw FileErrors.cannotOpen(directory, e);
        } catch (UncheckedIOException e) {
            throw FileErrors.cannotOpen(directory, Objects.requireNonNull(e.getCause()));
        }
    }

    private static boolean isHidden(Path relative) {
        for (Path name : relative) {
            if (name.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private static int firstGlobCharacter(String pattern) {
        for (int index = 0; index < pattern.length(); index++) {
            if (GLOB_CHARACTERS.indexOf(pattern.charAt(index)) >= 0) {
                return index;
            }
        }
        return -1;
    }

    private static boolean exists(String pattern) {
        try {
            return Files.exists(Path.of(pattern));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static Path absolute(String path) {
        try {
            return Path.of(path).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot read " + path + ": this is no path: " + e.getReason() + "; correct it",
                    e);
        }
    }
}
