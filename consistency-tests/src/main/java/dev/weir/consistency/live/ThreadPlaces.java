package dev.weir.consistency.live;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Where threads hang, in a few words. */
final class ThreadPlaces {
    private static final int FRAMES = 12;
    private static final String OURS = "dev.weir.";

    private ThreadPlaces() {}

    /** The threads of this process that are inside a job or a sink. */
    static String ofThisProcess() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey() != Thread.currentThread())
                .filter(thread -> Arrays.stream(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().startsWith(OURS)))
                .sorted(Map.Entry.comparingByKey((a, b) -> a.getName().compareTo(b.getName())))
                .map(thread -> of(thread.getKey().getName(), thread.getValue()))
                .collect(Collectors.joining("; "));
    }

    static String of(Thread thread) {
        return of(thread.getName(), thread.getStackTrace());
    }

    private static String of(String name, StackTraceElement[] stack) {
        return "\"" + name + "\" in "
                + Arrays.stream(stack)
                        .limit(FRAMES)
                        .map(frame -> frame.getClassName()
                                        .substring(frame.getClassName().lastIndexOf('.') + 1) + "."
                                + frame.getMethodName() + ":" + frame.getLineNumber())
                        .collect(Collectors.joining(" < "));
    }
}
