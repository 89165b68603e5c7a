package dev.weir.state;

import org.jspecify.annotations.Nullable;

/**
 * One value for each (pane, key), kept pane by pane, so that a whole pane is read in one sweep and dropped in one step.
 * Windows are built on it: the pane is the window's start. Reads and writes concern the current key.
 */
public interface PanedState<T> {
    @Nullable
    T value(long pane);

    void update(long pane, T value);

    /** The panes that hold anything, ascending. */
    long[] panes();

    /**
     * Calls the visitor for each entry of the pane, in no particular order, with the current key set; it must not change
     * the pane.
     */
    void forEach(long pane, Visitor<T> visitor);

    void dropPane(long pane);

    /** Sees one entry of a pane. */
    @FunctionalInterface
    interface Visitor<T> {
        void visit(Object key, T value);
    }
}
