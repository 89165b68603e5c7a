package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names one transaction of a shard, at most once in the life of a ledger, since an attempt gives a number once. For a
 * database with XA the shard's name is the global transaction id, the rest the branch.
 *
 * @param shard the text of a {@link TransactionName}
 * @param begun when it was opened, in seconds since 1970: XA keeps no time
 */
record TransactionId(String shard, String lineage, long sequence, long attempt, long begun) {
    private static final int LONGEST_BRANCH = 64;
    private static final Pattern FORM = Pattern.compile(
            "(" + TransactionName.START + "[^/]*/[0-9a-f]{32})/([A-Za-z0-9._-]+)/([0-9]+)/([0-9]+)/([0-9a-z]+)");
    private static final Pattern LINEAGE = Pattern.compile("[A-Za-z0-9._-]+");

    TransactionId {
        if (!LINEAGE.matcher(lineage).matches()
                || branch(lineage, sequence, attempt, begun).length() > LONGEST_BRANCH) {
            throw new WeirException(
                    ErrorCode.INTERNAL,
                    "Cannot name a transaction: its lineage is too long or no plain word: lineage=" + lineage
                            + " sequence=" + sequence + " attempt=" + attempt + "; report this as a defect");
        }
    }

    /** Reads {@link #text}, or returns null if somebody else has made it. */
    static @Nullable TransactionId parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches() || text.length() > TransactionName.LONGEST + 1 + LONGEST_BRANCH) {
            return null;
        }
        try {
            return new TransactionId(
                    parts.group(1),
                    parts.group(2),
                    Long.parseLong(parts.group(3)),
                    Long.parseLong(parts.group(4)),
                    Long.parseLong(parts.group(5), Character.MAX_RADIX));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Reads what a checkpoint holds. */
    static TransactionId ofHandle(byte[] handle) {
        TransactionId id = parse(new String(handle, StandardCharsets.UTF_8));
        if (id == null) {
            throw new WeirException(
                    ErrorCode.CHECKPOINT_CORRUPT,
                    "Cannot commit a transaction: the checkpoint's handle is none of this sink's: "
                            + new String(handle, StandardCharsets.UTF_8)
                            + "; restore the job with the sink that it had");
        }
        return id;
    }

    byte[] handle() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    /** Unquoted, of ASCII without quotes. */
    String text() {
        return shard + "/" + branch();
    }

    /** What follows the shard's name. */
    String branch() {
        return branch(lineage, sequence, attempt, begun);
    }

    private static String branch(String lineage, long sequence, long attempt, long begun) {
        return lineage + "/" + sequence + "/" + attempt + "/" + Long.toString(begun, Character.MAX_RADIX);
    }

    boolean isOf(TransactionName name) {
        return shard.equals(name.text());
    }

    /** The part of the shard's name by which a ledger's row is found. */
    String hash() {
        return shard.substring(shard.lastIndexOf('/') + 1);
    }

    Instant begunAt() {
        return Instant.ofEpochSecond(begun);
    }

    @Override
    public String toString() {
        return text();
    }
}
