package dev.weir.state;

import java.util.List;

/** The kinds of state and the tables that each is made of. The codes are part of the file format. */
enum StateKind {
    /** One part: key to value. */
    VALUE(1, 1, 1),
    /** Two parts: key to size; key and index to element. */
    LIST(2, 2, 1),
    /** Three parts: key to size; key and index to map key; key and map key to index and value. */
    MAP(3, 3, 2),
    /** As many tables as there are panes: key to value. */
    PANED(4, 1, 1),
    /** One part: domain, time and key to nothing. */
    TIMERS(5, 1, 0);

    private static final int INDEX = Integer.BYTES;
    static final int DOMAIN_AND_TIME = 1 + Long.BYTES;

    private final int code;
    private final int parts;
    private final int formats;

    StateKind(int code, int parts, int formats) {
        this.code = code;
        this.parts = parts;
        this.formats = formats;
    }

    /** Names the kind in files. */
    int code() {
        return code;
    }

    /** Whether tables can have this address: a part's number, or any pane. */
    boolean hasAddress(long address) {
        return this == PANED || (0 <= address && address < parts);
    }

    /** How many codecs a state of this kind has. */
    int formats() {
        return formats;
    }

    EntryLayout layout(int part, int keyWidth, List<ValueFormat> formats) {
        return switch (this) {
            case VALUE, PANED -> new EntryLayout(keyWidth, formats.get(0).width());
            case LIST ->
                part == 0
                        ? new EntryLayout(keyWidth, INDEX)
                        : new EntryLayout(
                                EntryLayout.sum(keyWidth, INDEX), formats.get(0).width());
            case MAP ->
                mapLayout(part, keyWidth, formats.get(0).width(), formats.get(1).width());
            case TIMERS -> new EntryLayout(EntryLayout.sum(DOMAIN_AND_TIME, keyWidth), 0);
        };
    }

    private static EntryLayout mapLayout(int part, int keyWidth, int mapKeyWidth, int valueWidth) {
        return switch (part) {
            case 0 -> new EntryLayout(keyWidth, INDEX);
            case 1 -> new EntryLayout(EntryLayout.sum(keyWidth, INDEX), mapKeyWidth);
            default -> new EntryLayout(EntryLayout.sum(keyWidth, mapKeyWidth), EntryLayout.sum(INDEX, valueWidth));
        };
    }
}
