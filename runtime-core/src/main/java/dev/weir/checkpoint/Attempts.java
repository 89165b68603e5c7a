package dev.weir.checkpoint;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The numbers of a job's attempts: one file each, created only if it is not there. */
final class Attempts {
    /** A zombie that looks for its successor must find it, or its own number gone. */
    private static final int KEPT = 100;

    private final Disk disk;
    private final StoreLayout layout;
    private final StoreErrors errors;

    Attempts(Disk disk, StoreLayout layout, StoreErrors errors) {
        this.disk = disk;
        this.layout = layout;
        this.errors = errors;
    }

    /**
     * Takes the next number.
     *
     * @param floor at least one more than this
     * @param holder who takes it, for the error of an older attempt
     */
    long claim(long floor, String holder) {
        List<Long> numbers = numbers();
        long highest = numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
        long next = Math.max(floor, highest) + 1;
        while (!create(next, holder)) {
            next++;
        }
        for (int i = 0; i < numbers.size() - KEPT; i++) {
            Path old = layout.attempt(numbers.get(i));
            errors.check("delete", old, () -> disk.delete(old));
        }
        return next;
    }

    /**
     * Fails if a newer attempt was claimed. Numbers have no gaps above the oldest that is kept, so the next one tells;
     * if that is gone again, so is this attempt's own, because the oldest are deleted first.
     */
    void check(long attempt, String action) {
        Path next = layout.attempt(attempt + 1);
        Path own = layout.attempt(attempt);
        if (errors.check("look for", next, () -> disk.exists(next))) {
            throw fenced(action, "attempt " + (attempt + 1) + " (" + holderOf(next) + ")");
        }
        if (!errors.check("look for", own, () -> disk.exists(own))) {
            throw fenced(action, "attempt " + attempt + " is no longer in " + layout.attempts());
        }
    }

    private boolean create(long number, String holder) {
        Path file = layout.attempt(number);
        return errors.check("create", file, () -> disk.createNew(file, holder.getBytes(StandardCharsets.UTF_8)));
    }

    private List<Long> numbers() {
        Path folder = layout.attempts();
        return errors.check("list", folder, () -> disk.list(folder)).stream()
                .filter(name -> name.matches("\\d{12,18}"))
                .map(Long::parseLong)
                .sorted()
                .toList();
    }

    private String holderOf(Path attempt) {
        try (var in = disk.open(attempt)) {
            String holder = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return holder.isBlank() ? "unknown process" : holder;
        } catch (IOException e) {
            return "unknown process";
        }
    }

    private static WeirException fenced(String action, String by) {
        return new WeirException(
                ErrorCode.FENCED,
                "Cannot " + action + ": a newer attempt has taken over: " + by
                        + "; stop this process: the newer one continues from the last complete checkpoint");
    }
}
