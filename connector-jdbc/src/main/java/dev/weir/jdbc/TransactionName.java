package dev.weir.jdbc;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * What the transactions and locks of one commit shard are called: {@code weir/}, a hint for people, and 128 bits of a
 * hash of ledger, job, sink and shard, so that two shards never share a name, and nobody else's transaction has it.
 *
 * @param text at most {@value #LONGEST} characters of ASCII, what XA allows for a global transaction id
 * @param hash its last part, 32 hexadecimal digits
 */
record TransactionName(String text, String hash) {
    static final String START = "weir/";
    static final int LONGEST = 64;
    private static final int HASH_BYTES = 16;
    private static final int LONGEST_HINT = LONGEST - START.length() - 1 - 2 * HASH_BYTES;
    private static final int LONGEST_NUMBER = 6;
    private static final int LONGEST_WORD = (LONGEST_HINT - 2 - LONGEST_NUMBER) / 2;

    /** @param ledger the ledger's table as the database knows it, not as a user may shorten it */
    static TransactionName of(String ledger, Ledger.Key key) {
        byte[] digest = sha256(ledger, key.job(), key.sink(), String.valueOf(key.shard()));
        String hash = hex(Arrays.copyOf(digest, HASH_BYTES));
        String hint = word(key.job()) + "." + word(key.sink()) + "." + key.shard();
        return new TransactionName(START + hint.substring(0, Math.min(LONGEST_HINT, hint.length())) + "/" + hash, hash);
    }

    /** The first 64 bits of a hash over the name and a word, for locks that are called by numbers. */
    long number(String word) {
        return new BigInteger(Arrays.copyOf(sha256(text, word), Long.BYTES)).longValue();
    }

    private static String word(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9_-]", "_");
        return plain.substring(0, Math.min(LONGEST_WORD, plain.length()));
    }

    private static byte[] sha256(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String hex(byte[] bytes) {
        return String.format("%0" + 2 * bytes.length + "x", new BigInteger(1, bytes));
    }

    @Override
    public String toString() {
        return text;
    }
}
