package dev.weir.state;

/**
 * A file in the checkpoint store that is complete and durable.
 *
 * @param name the name in the store, unique for the job's life
 * @param length in bytes
 * @param crc32c of the whole content
 */
public record FileRef(String name, long length, int crc32c) {}
