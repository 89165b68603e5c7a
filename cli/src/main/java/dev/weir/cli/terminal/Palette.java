package dev.weir.cli.terminal;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Signs and colours that the terminal can show. */
public record Palette(boolean unicode, boolean colours) {

    /**
     * What the environment says.
     *
     * @param terminal whether the output goes to a terminal that can do more than print
     */
    public static Palette of(Map<String, String> environment, boolean terminal) {
        String locale = Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
        boolean unicode = locale.toUpperCase(Locale.ROOT).replace("-", "").endsWith("UTF8");
        return new Palette(unicode, terminal && !environment.containsKey("NO_COLOR"));
    }

    public String done() {
        return green(unicode ? "✓" : "ok");
    }

    public String killed() {
        return red(unicode ? "✗" : "x ");
    }

    public String bar(double share, int width) {
        int full = (int) (share * width);
        String done = (unicode ? "█" : "#").repeat(full);
        String rest = (unicode ? "░" : ".").repeat(width - full);
        return cyan(done) + dim(rest);
    }

    public String bold(String text) {
        return coloured("1", text);
    }

    public String dim(String text) {
        return coloured("2", text);
    }

    public String green(String text) {
        return coloured("32", text);
    }

    public String yellow(String text) {
        return coloured("33", text);
    }

    public String red(String text) {
        return coloured("31", text);
    }

    public String cyan(String text) {
        return coloured("36", text);
    }

    private String coloured(String code, String text) {
        return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
