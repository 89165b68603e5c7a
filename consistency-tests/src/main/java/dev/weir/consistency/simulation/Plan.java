package dev.weir.consistency.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Everything that goes wrong in one simulated run. Together with the scenario and a seed, from which all else is drawn that is
 * random (the order of steps, what a power failure tears), it repeats the run bit for bit.
 *
 * <p>Its text, for example {@code 12 records | 2: kill@COMMIT_AFTER_COMMIT#1 | 1: reply-lost@COMMIT#1 resume@step#9 | 2:}, can be
 * copied from a report and {@linkplain #parse read} again.
 *
 * @param recordsPerPartition how long the input is
 * @param lives one process after the other; at least one. If the last one leaves the job unfinished, further ones without a fault
 *     follow
 */
public record Plan(int recordsPerPartition, List<Life> lives) {
    private static final String RECORDS = " records";

    public Plan {
        lives = List.copyOf(lives);
        if (recordsPerPartition < 0 || lives.isEmpty()) {
            throw new IllegalArgumentException("Cannot plan " + lives.size() + " lives over " + recordsPerPartition
                    + " records; there must be at least one life, and no fewer records than none");
        }
    }

    /** One process. */
    public record Life(int parallelism, List<Fault> faults) {
        public Life {
            faults = List.copyOf(faults);
            if (parallelism < 1) {
                throw new IllegalArgumentException(
                        "Cannot plan a life with parallelism " + parallelism + "; 1 is least");
            }
        }

        public Life(int parallelism, Fault... faults) {
            this(parallelism, List.of(faults));
        }

        static Life parse(String text) {
            int separator = text.indexOf(':');
            if (separator < 0) {
                throw new IllegalArgumentException(
                        "Cannot read the life '" + text + "': no parallelism; write for example 2: kill@step#9");
            }
            List<Fault> faults = new ArrayList<>();
            for (String fault : text.substring(separator + 1).strip().split("\\s+")) {
                if (!fault.isEmpty()) {
                    faults.add(Fault.parse(fault));
                }
            }
            return new Life(Integer.parseInt(text.substring(0, separator).strip()), faults);
        }

        @Override
        public String toString() {
            return parallelism + ":" + faults.stream().map(fault -> " " + fault).collect(Collectors.joining());
        }
    }

    /** Reads what {@code toString} gives. */
    public static Plan parse(String text) {
        String[] parts = text.split("\\|");
        String records = parts[0].strip();
        if (!records.endsWith(RECORDS.strip())) {
            throw new IllegalArgumentException(
                    "Cannot read the plan '" + text + "': it must begin with the number of records: 12 records | 2:");
        }
        List<Life> lives = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            lives.add(Life.parse(parts[i]));
        }
        return new Plan(
                Integer.parseInt(
                        records.substring(0, records.length() - RECORDS.strip().length())
                                .strip()),
                lives);
    }

    /** How many faults it has. */
    public int faults() {
        return lives.stream().mapToInt(life -> life.faults().size()).sum();
    }

    boolean has(Fault.Kind kind) {
        for (Life life : lives) {
            for (Fault fault : life.faults()) {
                if (fault.kind() == kind) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return recordsPerPartition
                + RECORDS
                + lives.stream().map(life -> " | " + life).collect(Collectors.joining());
    }
}
