package dev.weir.consistency.suite;

import java.util.Set;

/**
 * A deliberately broken sink, strategy or runtime and who noticed.
 *
 * @param issue the public issue of the project whose bug it re-creates, for example {@code FLINK-31363}, or empty
 * @param triedBy the engines that ran it
 * @param killedBy those of them that found a violation
 * @param equivalence why no engine can tell it from the original, or empty
 */
public record MutantResult(
        String name, String description, String issue, Set<Engine> triedBy, Set<Engine> killedBy, String equivalence) {
    public MutantResult {
        triedBy = Set.copyOf(triedBy);
        killedBy = Set.copyOf(killedBy);
    }

    public boolean killed() {
        return !killedBy.isEmpty() || !equivalence.isEmpty();
    }
}
