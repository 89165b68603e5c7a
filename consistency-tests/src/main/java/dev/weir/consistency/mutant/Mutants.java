package dev.weir.consistency.mutant;

import java.util.ArrayList;
import java.util.List;

/** The catalogue. */
public final class Mutants {
    private static final List<Mutant> ALL = collect();

    private Mutants() {}

    private static List<Mutant> collect() {
        List<Mutant> all = new ArrayList<>();
        all.addAll(LedgerMutants.all());
        all.addAll(TransactionMutants.all());
        all.addAll(LogMutants.all());
        all.addAll(WriterMutants.all());
        all.addAll(RuntimeMutants.all());
        all.addAll(Museum.all());
        return List.copyOf(all);
    }

    public static List<Mutant> all() {
        return ALL;
    }

    /** The real bugs among them. */
    public static List<Mutant> museum() {
        return ALL.stream().filter(mutant -> !mutant.issue().isEmpty()).toList();
    }

    /**
     * The mutant of this name.
     *
     * @throws IllegalArgumentException if there is none; the message lists names that are near
     */
    public static Mutant named(String name) {
        for (Mutant mutant : ALL) {
            if (mutant.name().equals(name)) {
                return mutant;
            }
        }
        List<String> near = ALL.stream()
                .map(Mutant::name)
                .sorted(java.util.Comparator.comparingInt(known -> distance(known, name)))
                .limit(5)
                .toList();
        throw new IllegalArgumentException(
                "Cannot find a mutant named '" + name + "': near names are " + String.join(", ", near));
    }

    /** Words that only one of the names has, and then letters that differ. */
    private static int distance(String one, String other) {
        int different = 0;
        for (String word : one.split("-", -1)) {
            different += other.contains(word) ? 0 : 10;
        }
        for (String word : other.split("-", -1)) {
            different += one.contains(word) ? 0 : 10;
        }
        return different + Math.abs(one.length() - other.length());
    }
}
