package dev.weir.consistency.report;

import java.util.Locale;

/** Text as HTML, and numbers as people read them. */
public final class Html {

    private static final int REPLACEMENT = 0xFFFD;

    private Html() {}

    public static String escape(String text) {
        return withoutControls(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** What no XML may hold, and no browser shows: a sink's error may hold any letter. */
    private static String withoutControls(String text) {
        return text.codePoints()
                .map(letter -> isShown(letter) ? letter : REPLACEMENT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isShown(int letter) {
        return letter == '\n' || letter == '\t' || !(Character.isISOControl(letter) || isNoCharacter(letter));
    }

    /** Halves of surrogate pairs, and the two code points that no plane has. */
    private static boolean isNoCharacter(int letter) {
        return (letter >= Character.MIN_SURROGATE && letter <= Character.MAX_SURROGATE) || (letter & 0xFFFE) == 0xFFFE;
    }

    public static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** For coordinates: short, and with a point in every country. */
    public static String decimal(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
    }
}
