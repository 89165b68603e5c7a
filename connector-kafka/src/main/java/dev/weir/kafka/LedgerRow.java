package dev.weir.kafka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.LedgerEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What the ledger's topic holds of one shard, as JSON that people can read with console tools.
 *
 * @param owner names the attempt beyond its number
 */
record LedgerRow(LedgerEntry entry, String owner) {
    /** Changes whenever an older version of Weir would misread a row. */
    static final int FORMAT = 1;

    /** Binding to objects would load hundreds of classes more at every start of a job. */
    private static final JsonFactory JSON = new JsonFactory();

    private static final int LONGEST_SHOWN = 200;

    boolean belongsTo(long attempt, String otherOwner) {
        return entry.attempt() == attempt && owner.equals(otherOwner);
    }

    /** Whether an attempt must leave the shard to this row's: it is newer, or the first of two with one number. */
    boolean excludes(long attempt, String otherOwner) {
        return entry.attempt() > attempt || (entry.attempt() == attempt && !owner.equals(otherOwner));
    }

    /** The same progress under another attempt. */
    LedgerRow claimedBy(long attempt, String newOwner) {
        return new LedgerRow(
                new LedgerEntry(attempt, entry.lineage(), entry.sequence(), entry.position(), entry.digest()),
                newOwner);
    }

    LedgerRow withEntry(LedgerEntry next) {
        return new LedgerRow(next, owner);
    }

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator row = JSON.createGenerator(bytes)) {
            row.writeStartObject();
            row.writeNumberField("format", FORMAT);
            row.writeNumberField("attempt", entry.attempt());
            row.writeStringField("owner", owner);
            row.writeStringField("lineage", entry.lineage());
            row.writeNumberField("sequence", entry.sequence());
            row.writeNumberField("position", entry.position());
            // A JSON number of 64 bits is rounded by many tools.
            row.writeStringField("digest", Long.toHexString(entry.digest()));
            row.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("numbers and texts cannot be written to memory", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a row.
     *
     * @param where it was found, for messages
     * @throws WeirException {@code DESTINATION_REJECTED} for what is no row, or one of a later format
     */
    static LedgerRow parse(byte[] bytes, String where) {
        try {
            Map<String, Object> row = fields(bytes);
            long format = row.get("format") instanceof Long number ? number : 0;
            if (format > FORMAT) {
                throw new WeirException(
                        ErrorCode.DESTINATION_REJECTED,
                        "Cannot read the ledger: a newer version of Weir has written it: format " + format
                                + ", known up to " + FORMAT + ", " + where + "; start the job with that version");
            }
            if (format < 1) {
                throw garbage(bytes, where, "it has no format");
            }
            return new LedgerRow(
                    new LedgerEntry(
                            number(row, "attempt"),
                            text(row, "lineage"),
                            number(row, "sequence"),
                            number(row, "position"),
                            Long.parseUnsignedLong(text(row, "digest"), 16)),
                    text(row, "owner"));
        } catch (IOException | IllegalArgumentException e) {
            throw garbage(
                    bytes,
                    where,
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    /** Whole numbers and texts by their names; others are of no interest. */
    private static Map<String, Object> fields(byte[] bytes) throws IOException {
        Map<String, Object> fields = new HashMap<>();
        try (JsonParser parser = JSON.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return fields;
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                switch (parser.nextToken()) {
                    case VALUE_NUMBER_INT -> fields.put(name, parser.getLongValue());
                    case VALUE_STRING -> fields.put(name, parser.getText());
                    default -> parser.skipChildren();
                }
            }
        }
        return fields;
    }

    private static long number(Map<String, Object> row, String field) {
        if (row.get(field) instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException("field " + field + " is no whole number");
    }

    private static String text(Map<String, Object> row, String field) {
        if (row.get(field) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("field " + field + " is no text");
    }

    private static WeirException garbage(byte[] bytes, String where, String why) {
        String shown = new String(bytes, 0, Math.min(bytes.length, LONGEST_SHOWN), StandardCharsets.UTF_8);
        return new WeirException(
                ErrorCode.DESTINATION_REJECTED,
                "Cannot read the ledger: an entry is not one that Weir writes (" + why + "): " + where + ", value "
                        + shown
                        + "; find out who writes to the ledger's topic, take that right away, and write the last"
                        + " good value under the same key");
    }
}
