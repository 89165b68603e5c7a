package dev.weir.delivery;

/** Names the segments of one unit: unique for the job's life, and safe as file names. */
record SegmentName(String sinkUid, int shard, long attempt, long sequence) {
    private static final int LONGEST_UID = 80;

    /** The name of the unit's next segment. */
    String file(int index) {
        return "segment-" + safe(sinkUid) + "-s" + shard + "-a" + attempt + "-q" + sequence + "-" + index;
    }

    /** Letters, digits, dot and hyphen stay; anything else is written in hex. */
    private static String safe(String uid) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < uid.length(); i++) {
            char c = uid.charAt(i);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || c == '-' || (c == '.' && i > 0));
            name.append(plain ? String.valueOf(c) : String.format("_%04x", (int) c));
        }
        if (name.length() <= LONGEST_UID) {
            return name.toString();
        }
        return name.substring(0, LONGEST_UID) + "_" + Integer.toHexString(uid.hashCode());
    }
}
