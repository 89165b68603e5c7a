package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a dead letter as JSON (RFC 8259): an array of flat objects whose values are strings or null. A person may
 * mend the values before the letter is replayed.
 */
final class LetterColumns {
    private LetterColumns() {}

    /**
     * One column.
     *
     * @param role {@code key}, {@code version} or {@code value}
     * @param type the {@link ValueType}'s name
     * @param value as text, or null
     */
    record LetterColumn(
            String column,
            String role,
            String type,
            @Nullable String value) {}

    static String toJson(List<LetterColumn> columns) {
        StringBuilder json = new StringBuilder("[");
        for (LetterColumn column : columns) {
            json.append(json.length() == 1 ? "" : ",\n ").append('{');
            member(json, "column", column.column()).append(", ");
            member(json, "role", column.role()).append(", ");
            member(json, "type", column.type()).append(", ");
            member(json, "value", column.value()).append('}');
        }
        return json.append(']').toString();
    }

    private static StringBuilder member(StringBuilder json, String name, @Nullable String value) {
        string(json, name).append(": ");
        return value == null ? json.append("null") : string(json, value);
    }

    private static StringBuilder string(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (character < ' ') {
                        json.append(String.format("\\u%04x", (int) character));
                    } else {
                        json.append(character);
                    }
                }
            }
        }
        return json.append('"');
    }

    static List<LetterColumn> parse(String json) {
        return new Parser(json).columns();
    }

    private static final class Parser {
        private final String json;
        private int at;

        Parser(String json) {
            this.json = json;
        }

        List<LetterColumn> columns() {
            List<LetterColumn> columns = new ArrayList<>();
            expect('[');
            if (!accept(']')) {
                do {
                    columns.add(column());
                } while (accept(','));
                expect(']');
            }
            return columns;
        }

        private LetterColumn column() {
            String column = "";
            String role = "value";
            String type = ValueType.STRING.name();
            @Nullable String value = null;
            expect('{');
            do {
                String name = string();
                expect(':');
                @Nullable String text = nullOrString();
                switch (name) {
                    case "column" -> column = required(text);
                    case "role" -> role = required(text);
                    case "type" -> type = required(text);
                    case "value" -> value = text;
                    default -> throw fault("member " + name + " means nothing");
                }
            } while (accept(','));
            expect('}');
            if (column.isEmpty()) {
                throw fault("a column has no name");
            }
            return new LetterColumn(column, role, type, value);
        }

        private String required(@Nullable String text) {
            if (text == null) {
                throw fault("null where a text belongs");
            }
            return text;
        }

        private @Nullable String nullOrString() {
            skipSpace();
            if (json.startsWith("null", at)) {
                at += 4;
                return null;
            }
            return string();
        }

        private String string() {
            expect('"');
            StringBuilder text = new StringBuilder();
            while (at < json.length() && json.charAt(at) != '"') {
                char character = json.charAt(at++);
                text.append(character == '\\' ? escaped() : character);
            }
            expect('"');
            return text.toString();
        }

        private char escaped() {
            if (at == json.length()) {
                throw fault("it ends too early");
            }
            char character = json.charAt(at++);
            return switch (character) {
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'u' -> unicode();
                default -> character;
            };
        }

        private char unicode() {
            try {
                char character = (char) Integer.parseInt(json.substring(at, at + 4), 16);
                at += 4;
                return character;
            } catch (NumberFormatException | IndexOutOfBoundsException e) {
                throw fault("\\u wants four hexadecimal digits");
            }
        }

        private boolean accept(char wanted) {
            skipSpace();
            if (at < json.length() && json.charAt(at) == wanted) {
                at++;
                return true;
            }
            return false;
        }

        private void expect(char wanted) {
            if (!accept(wanted)) {
                throw fault("expected " + wanted);
            }
        }

        private void skipSpace() {
            while (at < json.length() && Character.isWhitespace(json.charAt(at))) {
                at++;
            }
        }

        private WeirException fault(String what) {
            return new WeirException(
                    ErrorCode.INVALID_DATA,
                    "Cannot read the columns of a dead letter: " + what + ": at character " + at + " of " + json
                            + "; correct the JSON in the table's row");
        }
    }
}
