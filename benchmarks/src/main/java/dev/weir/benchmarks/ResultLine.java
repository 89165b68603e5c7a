package dev.weir.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/** One run's figures as one line of JSON. */
public final class ResultLine {
    private final Map<String, Object> fields = new LinkedHashMap<>();

    public ResultLine put(String name, String value) {
        fields.put(name, '"' + value.replace("\\", "\\\\").replace("\"", "'").replace('\n', ' ') + '"');
        return this;
    }

    public ResultLine put(String name, long value) {
        fields.put(name, value);
        return this;
    }

    /** With three decimals. */
    public ResultLine put(String name, double value) {
        fields.put(name, Math.round(value * 1000) / 1000.0);
        return this;
    }

    @Override
    public String toString() {
        StringJoiner line = new StringJoiner(", ", "{", "}");
        fields.forEach((name, value) -> line.add('"' + name + "\": " + value));
        return line.toString();
    }
}
