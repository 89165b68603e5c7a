package dev.weir.cli.demo;

import java.util.Locale;

/** Text as HTML, and numbers as people read them. */
final class Html {

    private Html() {}

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Cents as whole units with two decimals. */
    static String money(long cents) {
        return String.format(
                Locale.ROOT, "%s%,d.%02d", cents < 0 ? "-" : "", Math.abs(cents) / 100, Math.abs(cents) % 100);
    }

    /** For coordinates: short, and with a point in every country. */
    static String decimal(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
    }
}
