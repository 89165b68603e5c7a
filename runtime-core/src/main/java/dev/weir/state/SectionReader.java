package dev.weir.state;

import dev.weir.codec.ByteReader;
import dev.weir.state.SectionCopier.Tombstones;
import dev.weir.state.StateFile.Section;

/** Applies sections to tables. */
final class SectionReader {
    private final ByteReader reader = new ByteReader(new byte[0]);

    /**
     * Sets the live entries and removes the others.
     *
     * @param tombstones whether a removal leaves a trace even of a key that is unknown
     */
    void apply(Section section, TableSet tables, Tombstones tombstones) {
        EntryLayout layout = tables.layout();
        reader.reset(section.bytes(), section.offset(), section.length());
        for (int i = 0; i < section.live(); i++) {
            int keyLength = length(layout.keyWidth());
            int keyAt = skip(keyLength);
            int valueLength = length(layout.valueWidth());
            int valueAt = skip(valueLength);
            int hash = ByteHash.of(section.bytes(), keyAt, keyLength);
            tables.put(section.group(), hash, section.bytes(), keyAt, keyLength, section.bytes(), valueAt, valueLength);
        }
        for (int i = 0; i < section.tombstones(); i++) {
            int length = length(layout.keyWidth());
            int at = skip(length);
            int hash = ByteHash.of(section.bytes(), at, length);
            if (tombstones == Tombstones.KEPT) {
                tables.bury(section.group(), hash, section.bytes(), at, length);
            } else {
                tables.remove(section.group(), hash, section.bytes(), at, length);
            }
        }
        if (reader.remaining() > 0) {
            throw StateFileFormat.corrupt("a section is longer than its entries: " + reader.remaining() + " bytes");
        }
    }

    private int length(int width) {
        return width >= 0 ? width : reader.readVarInt();
    }

    private int skip(int length) {
        int at = reader.position();
        reader.skip(length);
        return at;
    }
}
