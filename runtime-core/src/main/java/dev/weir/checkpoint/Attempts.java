package dev.weir.checkpoint;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The numbers of a job's attempts: one file each, created only if it is not there. */
final class Attempts {
    /** A zombie that looks for its successor must find it, or its own number gone. */
    private static final int KEPT = 100;

    private static final int LONGEST_CLAIM = 1024;

    private final Disk disk;
    private final StoreLayout layout;
    private final StoreErrors errors;

    private final String holder;
    /** The first number that this process took. */
    private long first;

    Attempts(Disk disk, StoreLayout layout, StoreErrors errors, String holder) {
        this.disk = disk;
        this.layout = layout;
        this.errors = errors;
        this.holder = holder;
    }

    /** Takes the next number as the first one of this process; at least {@code floor} + 1. */
    long claimFirst(long floor) {
        List<Long> numbers = numbers();
        long highest = numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
        long next = Math.max(floor, highest) + 1;
        while (!create(next, claimOf(next))) {
            next++;
        }
        first = next;
        forget(numbers);
        return next;
    }

    /**
     * Takes a number after the own last one, and above {@code floor}. If somebody else has one after the own, this
     * process is the one that must stop. It may also be there because an earlier try failed half-way, with a part of what
     * this process writes.
     */
    long claimAfter(long own, long floor, String action) {
        checkNotForgotten(own, action);
        String claim = claimOf(first);
        for (long number : numbers()) {
            if (number > own && !claim.startsWith(read(number))) {
                throw fenced(action, number);
            }
        }
        long next = Math.max(own, floor) + 1;
        while (!create(next, claim)) {
            if (!claim.startsWith(read(next))) {
                throw fenced(action, next);
            }
            next++;
        }
        forget(numbers());
        return next;
    }

    /** Says who claims; no two processes have the same first number. */
    private String claimOf(long firstNumber) {
        return holder + ", from attempt " + firstNumber + " on";
    }

    private void forget(List<Long> numbers) {
        for (int i = 0; i < numbers.size() - KEPT; i++) {
            Path old = layout.attempt(numbers.get(i));
            errors.check("delete", old, () -> disk.delete(old));
        }
    }

    /** Fails if a newer attempt was claimed; numbers may have gaps. The oldest are deleted first, so the newest is there. */
    void check(long attempt, String action) {
        long highest = 0;
        for (String name : names()) {
            highest = Math.max(highest, StoreLayout.parseAttempt(name));
        }
        if (highest > attempt) {
            throw fenced(action, highest);
        }
        checkNotForgotten(attempt, action);
    }

    private void checkNotForgotten(long attempt, String action) {
        Path own = layout.attempt(attempt);
        if (!errors.check("look for", own, () -> disk.exists(own))) {
            throw fenced(action, "attempt " + attempt + " is no longer in " + layout.attempts());
        }
    }

    private boolean create(long number, String claim) {
        Path file = layout.attempt(number);
        return errors.check("create", file, () -> disk.createNew(file, claim.getBytes(StandardCharsets.UTF_8)));
    }

    private String read(long number) {
        Path file = layout.attempt(number);
        return errors.check("read", file, () -> {
            try (InputStream in = disk.open(file)) {
                return new String(in.readNBytes(LONGEST_CLAIM), StandardCharsets.UTF_8);
            }
        });
    }

    private List<Long> numbers() {
        return names().stream()
                .map(StoreLayout::parseAttempt)
                .filter(number -> number >= 0)
                .sorted()
                .toList();
    }

    private List<String> names() {
        Path folder = layout.attempts();
        return errors.check("list", folder, () -> disk.list(folder));
    }

    private WeirException fenced(String action, long by) {
        String claim = read(by);
        return fenced(action, "attempt " + by + (claim.isEmpty() ? "" : " (" + claim + ")"));
    }

    private static WeirException fenced(String action, String by) {
        return new WeirException(
                ErrorCode.FENCED,
                "Cannot " + action + ": a newer attempt has taken over: " + by
                        + "; stop this process: the newer one continues from the last complete checkpoint");
    }
}
