package dev.weir.state;

import java.util.List;

/** A list for each key; each element is an entry of its own, so adding does not rewrite the others. */
public interface ListState<T> {
    void add(T value);

    /** A copy in order of insertion. */
    List<T> values();

    void clear();
}
