package dev.weir.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.LedgerEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What the ledger's topic holds of one shard, as JSON that people can read with console tools.
 *
 * @param owner names the attempt beyond its number
 */
record LedgerRow(LedgerEntry entry, String owner) {
    /** Changes whenever an older version of Weir would misread a row. */
    static final int FORMAT = 1;

    private static final ObjectMapper JSON = new ObjectMapper();
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
        ObjectNode row = JSON.createObjectNode()
                .put("format", FORMAT)
                .put("attempt", entry.attempt())
                .put("owner", owner)
                .put("lineage", entry.lineage())
                .put("sequence", entry.sequence())
                .put("position", entry.position())
                // A JSON number of 64 bits is rounded by many tools.
                .put("digest", Long.toHexString(entry.digest()));
        try {
            return JSON.writeValueAsBytes(row);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of numbers and texts cannot be written", e);
        }
    }

    /**
     * Reads a row.
     *
     * @param where it was found, for messages
     * @throws WeirException {@code DESTINATION_REJECTED} for what is no row, or one of a later format
     */
    static LedgerRow parse(byte[] bytes, String where) {
        try {
            JsonNode row = JSON.readTree(bytes);
            int format = row.path("format").asInt(-1);
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

    private static long number(JsonNode row, String field) {
        JsonNode value = row.path(field);
        if (!value.canConvertToLong() || !value.isIntegralNumber()) {
            throw new IllegalArgumentException("field " + field + " is no whole number");
        }
        return value.longValue();
    }

    private static String text(JsonNode row, String field) {
        JsonNode value = row.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("field " + field + " is no text");
        }
        return value.textValue();
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
