package dev.weir.cli.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** How often each victim is killed. */
record Toll(int job, int broker, int database) {

    static Toll ofJob(int kills) {
        return new Toll(kills, 0, 0);
    }

    int total() {
        return job + broker + database;
    }

    /** Who is killed, one after the other; the same for the same seed. */
    List<Victim> shuffled(long seed) {
        List<Victim> victims = new ArrayList<>();
        victims.addAll(Collections.nCopies(job, Victim.JOB));
        victims.addAll(Collections.nCopies(broker, Victim.BROKER));
        victims.addAll(Collections.nCopies(database, Victim.DATABASE));
        Collections.shuffle(victims, new Random(seed));
        return List.copyOf(victims);
    }

    /** Such as {@code 5 times}, or {@code 5 times, the broker 2 times and the database once} if those are hit too. */
    String words() {
        StringBuilder words = new StringBuilder(times(job));
        if (broker > 0) {
            words.append(database > 0 ? ", " : " and ").append("the broker ").append(times(broker));
        }
        if (database > 0) {
            words.append(" and the database ").append(times(database));
        }
        return words.toString();
    }

    static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }
}
