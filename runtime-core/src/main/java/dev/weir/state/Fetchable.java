package dev.weir.state;

/** State whose entries can be fetched from memory before they are needed. */
interface Fetchable {
    /** Reads of the entries of announced keys; the result means nothing, but must be used. */
    int fetch(AnnouncedKeys keys);
}
