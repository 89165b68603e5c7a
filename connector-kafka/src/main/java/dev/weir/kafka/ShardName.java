package dev.weir.kafka;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Names one commit shard of one sink for ever: in the ledger's topic, and as a transactional id, so that there are as many ids
 * as shards.
 *
 * <p>Parts are percent-encoded, the separator too: no job's ids begin with another job's prefix.
 */
record ShardName(String job, String sink, int shard) {
    private static final String UNRESERVED = "-._~";

    /** {@code weir/<job>/<sink>/<shard>}. */
    String transactionalId() {
        return "weir/" + key();
    }

    /** The key of its records in the ledger's topic. */
    String key() {
        return sinkPrefix() + shard;
    }

    /** What the keys of all shards of this sink begin with, and no others. */
    String sinkPrefix() {
        return encoded(job) + "/" + encoded(sink) + "/";
    }

    /** What the transactional ids of all sinks of a job begin with, and no others. */
    static String transactionalIdPrefix(String job) {
        return "weir/" + encoded(job) + "/";
    }

    /** Empty if it is none of ours. */
    static Optional<ShardName> ofTransactionalId(String id) {
        String[] parts = id.split("/", -1);
        if (parts.length != 4 || !parts[0].equals("weir")) {
            return Optional.empty();
        }
        try {
            ShardName name = new ShardName(decoded(parts[1]), decoded(parts[2]), Integer.parseInt(parts[3]));
            return name.transactionalId().equals(id) ? Optional.of(name) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String decoded(String part) {
        // A plus is never written by us and would become a space.
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String encoded(String part) {
        StringBuilder text = new StringBuilder(part.length());
        for (byte next : part.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (next & 0xFF);
            if ((c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || UNRESERVED.indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append(String.format("%%%02X", (int) c));
            }
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return "shard " + shard + " of sink \"" + sink + "\" of job \"" + job + "\"";
    }
}
