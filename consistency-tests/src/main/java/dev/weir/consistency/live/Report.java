package dev.weir.consistency.live;

import dev.weir.consistency.history.Positions;
import dev.weir.fault.Label;
import dev.weir.sink.CommitUnit;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What a process that runs a job says of itself: one line in its journal. */
sealed interface Report {
    /** The line, without its end. */
    String line();

    /** An attempt number is claimed. */
    record Claimed(long attempt) implements Report {
        @Override
        public String line() {
            return "claimed " + attempt;
        }
    }

    /** All readers of the source have their positions. */
    record Started(long attempt, long checkpoint, int parallelism, Positions positions) implements Report {
        @Override
        public String line() {
            return "started " + attempt + " " + checkpoint + " " + parallelism + " " + words(positions);
        }
    }

    /** The checkpoint store has the checkpoint. */
    record Completed(long attempt, long checkpoint, Positions positions) implements Report {
        @Override
        public String line() {
            return "completed " + attempt + " " + checkpoint + " " + words(positions);
        }
    }

    /** Every destination is fenced. */
    record Fenced(long attempt) implements Report {
        @Override
        public String line() {
            return "fenced " + attempt;
        }
    }

    /** A port has told the runtime that the unit is committed. */
    record Acknowledged(int shard, long attempt, CommitUnit unit) implements Report {
        @Override
        public String line() {
            return "acknowledged " + shard + " " + attempt + " " + unit.lineage() + " " + unit.sequence() + " "
                    + unit.checkpointId() + " " + unit.recordCount() + " " + unit.position() + " " + unit.digest();
        }
    }

    /** A label was reached for the first time in this process. */
    record Reached(Label label) implements Report {
        @Override
        public String line() {
            return "reached " + label;
        }
    }

    /** The process halts at the label in this moment. */
    record Halted(Label label) implements Report {
        @Override
        public String line() {
            return "halted " + label;
        }
    }

    /** Something went wrong that was to go wrong. */
    record Fired(String fault) implements Report {
        @Override
        public String line() {
            return "fired " + oneLine(fault);
        }
    }

    /** What the process has in use when an attempt begins. */
    record Counted(int threads, int sockets) implements Report {
        @Override
        public String line() {
            return "counted " + threads + " " + sockets;
        }
    }

    /** A thread stands still at the label until it is told to go on. */
    record Stopped(Label label) implements Report {
        @Override
        public String line() {
            return "stopped " + label;
        }
    }

    /** Threads that the job has left behind. */
    record LeftThreads(int count) implements Report {
        @Override
        public String line() {
            return "threads " + count;
        }
    }

    /** The process has not come to an end within its limit; where its threads are. */
    record Stuck(String where) implements Report {
        @Override
        public String line() {
            return "stuck " + oneLine(where);
        }
    }

    /** The job has ended, by itself or with an error. */
    record Ended(boolean finished, String reason) implements Report {
        @Override
        public String line() {
            return (finished ? "finished " : "failed ") + oneLine(reason);
        }
    }

    static Report parse(String line) {
        int space = line.indexOf(' ');
        String rest = line.substring(space + 1);
        return switch (line.substring(0, space)) {
            case "claimed" -> new Claimed(Long.parseLong(rest));
            case "started" -> started(rest.split(" "));
            case "completed" -> completed(rest.split(" "));
            case "fenced" -> new Fenced(Long.parseLong(rest));
            case "acknowledged" -> acknowledged(rest.split(" "));
            case "reached" -> new Reached(Label.valueOf(rest));
            case "halted" -> new Halted(Label.valueOf(rest));
            case "counted" -> counted(rest.split(" "));
            case "fired" -> new Fired(rest);
            case "stopped" -> new Stopped(Label.valueOf(rest));
            case "threads" -> new LeftThreads(Integer.parseInt(rest));
            case "stuck" -> new Stuck(rest);
            case "finished" -> new Ended(true, rest);
            case "failed" -> new Ended(false, rest);
            default -> throw new IllegalArgumentException("Cannot read a journal: unknown line: " + line);
        };
    }

    private static Report started(String[] words) {
        return new Started(
                Long.parseLong(words[0]), Long.parseLong(words[1]), Integer.parseInt(words[2]), positions(words[3]));
    }

    private static Report counted(String[] words) {
        return new Counted(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
    }

    private static Report completed(String[] words) {
        return new Completed(Long.parseLong(words[0]), Long.parseLong(words[1]), positions(words[2]));
    }

    private static String words(Positions positions) {
        return positions.next().stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static Positions positions(String word) {
        return new Positions(Arrays.stream(word.split(",")).map(Long::valueOf).toList());
    }

    private static Report acknowledged(String[] words) {
        return new Acknowledged(
                Integer.parseInt(words[0]),
                Long.parseLong(words[1]),
                new CommitUnit(
                        words[2],
                        Long.parseLong(words[3]),
                        Long.parseLong(words[4]),
                        Long.parseLong(words[5]),
                        Long.parseLong(words[6]),
                        Long.parseLong(words[7])));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " | ");
    }
}
