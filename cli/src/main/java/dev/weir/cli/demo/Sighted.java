package dev.weir.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a reader saw of a destination that looked at it all the time.
 *
 * @param looks at how many orders were counted in it
 * @param judged how many looks could be held against a complete checkpoint
 * @param early the most results that it saw before a complete checkpoint held them
 * @param repeated results that it saw a second time
 * @param disordered results of a product that it saw after a later one of the same product
 */
record Sighted(List<Look> looks, long judged, long early, long repeated, long disordered) {

    Sighted {
        looks = List.copyOf(looks);
    }

    /** How many orders were counted in what everybody could see. */
    record Look(long millis, long orders) {}

    /** How often it saw fewer orders than before. */
    long retreats() {
        long retreats = 0;
        for (int i = 1; i < looks.size(); i++) {
            retreats += looks.get(i).orders() < looks.get(i - 1).orders() ? 1 : 0;
        }
        return retreats;
    }

    boolean isSound() {
        return complaints("it").isEmpty();
    }

    /** What must not be, in words. */
    List<String> complaints(String destination) {
        List<String> complaints = new ArrayList<>();
        add(retreats(), destination + " went back %,d times", complaints);
        add(early, "%,d results stood in " + destination + " before a complete checkpoint held them", complaints);
        add(repeated, "%,d results stood in " + destination + " more than once", complaints);
        add(disordered, "%,d results stood in " + destination + " out of order", complaints);
        return complaints;
    }

    private static void add(long count, String words, List<String> complaints) {
        if (count > 0) {
            complaints.add(String.format(Locale.ROOT, words, count));
        }
    }
}
