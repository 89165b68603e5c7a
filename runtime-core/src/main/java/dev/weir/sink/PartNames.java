package dev.weir.sink;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The names of the files of one commit shard: of the finished parts, of the temporary ones, and of the attempt's marker.
 * Names of jobs and sinks are encoded without dots, so that every name can be taken apart in one way only.
 */
final class PartNames {
    private static final int LINEAGE_LENGTH = 12;
    private static final int LONGEST_ENCODED = 60;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final String job;
    private final String sink;
    private final int shard;
    private final long attempt;
    private final String suffix;
    private final Pattern temporary;
    private final Pattern marker;

    private PartNames(String job, String sink, int shard, long attempt, String suffix) {
        this.job = job;
        this.sink = sink;
        this.shard = shard;
        this.attempt = attempt;
        this.suffix = suffix;
        temporary = Pattern.compile("\\.part-%d-[0-9A-Za-z]+-[0-9]+-%s(?:\\..*)?\\.%s\\.([0-9]+)\\.inprogress"
                .formatted(shard, Pattern.quote(sink), Pattern.quote(job)));
        marker = Pattern.compile(Pattern.quote(markerPrefix()) + "([0-9]+)\\.attempt");
    }

    static PartNames of(ShardContext context, String suffix) {
        return new PartNames(
                encoded(context.jobName()), encoded(context.sinkUid()), context.shard(), context.attempt(), suffix);
    }

    long attempt() {
        return attempt;
    }

    /** The name under which a unit's file appears. */
    String part(String lineage, long sequence) {
        return "part-%d-%s-%010d-%s%s".formatted(shard, shortened(lineage), sequence, sink, suffix);
    }

    /** The name of a part of this attempt until it is committed. */
    String temporary(String part) {
        return "." + part + "." + job + "." + attempt + ".inprogress";
    }

    /** The attempt that wrote a temporary file of this shard, or nothing if the name is another's. */
    OptionalLong attemptOfTemporary(String name) {
        return number(temporary.matcher(name));
    }

    String marker() {
        return marker(attempt);
    }

    String marker(long ofAttempt) {
        return markerPrefix() + ofAttempt + ".attempt";
    }

    /** The attempt of a marker of this shard, or nothing if the name is another's. */
    OptionalLong attemptOfMarker(String name) {
        return number(marker.matcher(name));
    }

    /** The sequence number of a finished part of this shard and a lineage, or nothing if the name is another's. */
    OptionalLong sequenceOfPart(String name, String lineage) {
        return number(Pattern.compile(
                        "part-%d-%s-([0-9]+)-%s(?:\\..*)?".formatted(shard, shortened(lineage), Pattern.quote(sink)))
                .matcher(name));
    }

    @Override
    public String toString() {
        return "shard " + shard + " of sink \"" + sink + "\" of job \"" + job + "\"";
    }

    private String markerPrefix() {
        return ".weir." + job + "." + sink + "." + shard + ".";
    }

    private static OptionalLong number(Matcher matcher) {
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }

    private static String shortened(String lineage) {
        String plain = lineage.replaceAll("[^0-9A-Za-z]", "");
        return plain.substring(0, Math.min(LINEAGE_LENGTH, plain.length()));
    }

    /** Letters, digits, {@code -} and {@code _} stay; a name that gets too long for a file system ends in a checksum. */
    private static String encoded(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder();
        for (byte next : bytes) {
            boolean plain = (next >= 'a' && next <= 'z')
                    || (next >= 'A' && next <= 'Z')
                    || (next >= '0' && next <= '9')
                    || next == '-'
                    || next == '_';
            if (plain) {
                text.append((char) next);
            } else {
                text.append('%').append(HEX.toHexDigits(next));
            }
        }
        if (text.length() <= LONGEST_ENCODED) {
            return text.toString();
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return text.substring(0, LONGEST_ENCODED) + "~" + HEX.toHexDigits((int) crc.getValue());
    }
}
