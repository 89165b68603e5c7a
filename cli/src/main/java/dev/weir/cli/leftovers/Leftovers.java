package dev.weir.cli.leftovers;

/** What becomes of a command's working folder. */
public enum Leftovers {
    DELETE,
    KEEP
}
