package dev.weir.consistency.fault;

import dev.weir.consistency.fault.DiskJournal.Entry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the files of a {@link FaultyDisk} into what a power failure leaves of them. */
public final class PowerFailure {
    /** What is left of what was not synced. */
    public enum Remains {
        /** Neither names nor bytes. */
        NOTHING,
        /** The names, and half of the bytes. */
        TORN,
        /** The names and the lengths, but zeros in place of bytes, as file systems do that write lengths first. */
        ZEROS
    }

    /**
     * What was taken away.
     *
     * @param names changes of names that were undone
     * @param bytes cut off or made zero
     */
    public record Damage(int names, long bytes) {
        public boolean isNone() {
            return names == 0 && bytes == 0;
        }
    }

    /** A change of a name. */
    private record Change(Path folder, Undo undo) {}

    @FunctionalInterface
    private interface Undo {
        /** Undoes the change if it is still there. */
        boolean run() throws IOException;
    }

    private final List<Change> pending = new ArrayList<>();
    private final Set<Change> lost = new HashSet<>();
    private final Map<Path, String> identities = new HashMap<>();
    private final Map<String, Long> durable = new HashMap<>();

    private PowerFailure() {}

    /**
     * Strikes. Every process that used the disk must be dead, or its disk {@linkplain FaultyDisk#cutPower without power}. What is
     * left is durable; the journal begins anew.
     */
    public static Damage strike(Path journal, Remains remains) throws IOException {
        PowerFailure failure = new PowerFailure();
        for (List<String> entry : DiskJournal.read(journal)) {
            failure.replay(Entry.valueOf(entry.get(0)), entry.subList(1, entry.size()));
        }
        Damage damage = new Damage(failure.undoNames(remains), failure.cutBytes(remains));
        empty(journal);
        return damage;
    }

    private void replay(Entry entry, List<String> values) {
        switch (entry) {
            case CREATED -> created(values.get(0), Path.of(values.get(1)));
            case SYNCED -> durable.put(values.get(0), Long.parseLong(values.get(1)));
            case RENAMED -> renamed(Path.of(values.get(0)), Path.of(values.get(1)), values.get(2));
            case DELETED -> deleted(Path.of(values.get(0)), Path.of(values.get(1)));
            case NAMES_SYNCED ->
                pending.removeIf(change -> change.folder().equals(Path.of(values.get(0))) && !lost.contains(change));
            case NAMES_LOST ->
                pending.stream()
                        .filter(change -> change.folder().equals(Path.of(values.get(0))))
                        .forEach(lost::add);
        }
    }

    private void created(String identity, Path file) {
        identities.put(file, identity);
        durable.put(identity, 0L);
        change(file, () -> {
            identities.remove(file);
            return Files.deleteIfExists(file);
        });
    }

    private void renamed(Path from, Path to, String replaced) {
        String moved = identities.remove(from);
        String before = identities.remove(to);
        identify(to, moved);
        change(to, () -> {
            if (!Files.exists(to)) {
                return false;
            }
            Files.move(to, from, StandardCopyOption.REPLACE_EXISTING);
            identities.remove(to);
            identify(from, moved);
            if (!replaced.isEmpty()) {
                Files.move(Path.of(replaced), to);
                identify(to, before);
            }
            return true;
        });
    }

    private void deleted(Path file, Path kept) {
        String identity = identities.remove(file);
        change(file, () -> {
            if (Files.exists(file)) {
                return false;
            }
            Files.move(kept, file);
            identify(file, identity);
            return true;
        });
    }

    private void identify(Path file, @Nullable String identity) {
        if (identity != null) {
            identities.put(file, identity);
        }
    }

    private void change(Path file, Undo undo) {
        pending.add(new Change(Objects.requireNonNull(file.getParent(), "the journal has absolute paths"), undo));
    }

    private int undoNames(Remains remains) throws IOException {
        int undone = 0;
        for (int i = pending.size() - 1; i >= 0; i--) {
            Change change = pending.get(i);
            if ((remains == Remains.NOTHING || lost.contains(change))
                    && change.undo().run()) {
                undone++;
            }
        }
        return undone;
    }

    private long cutBytes(Remains remains) throws IOException {
        long cut = 0;
        for (Map.Entry<Path, String> known : identities.entrySet()) {
            long safe = durable.getOrDefault(known.getValue(), 0L);
            if (Files.isRegularFile(known.getKey()) && Files.size(known.getKey()) > safe) {
                cut += cut(known.getKey(), safe, remains);
            }
        }
        return cut;
    }

    private static long cut(Path path, long safe, Remains remains) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            long loose = file.length() - safe;
            switch (remains) {
                case NOTHING -> file.setLength(safe);
                case TORN -> file.setLength(safe + loose / 2);
                case ZEROS -> {
                    long length = file.length();
                    file.setLength(safe);
                    file.setLength(length);
                }
            }
            return remains == Remains.TORN ? loose - loose / 2 : loose;
        }
    }

    private static void empty(Path journal) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(journal)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }
}
