package dev.weir.cli.demo;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the job's process says on its standard output, one line for each. */
sealed interface Message {

    /** As a line. */
    String line();

    /** Calls what belongs to this message. */
    void tell(Listener listener);

    /** What to do with each message. */
    interface Listener {
        void progressed(Progress progress);

        void enteredGap();
    }

    /** The message of a line; empty if the line is something else, such as a log message. */
    static Optional<Message> parse(String line) {
        Matcher progress = Progress.LINE.matcher(line);
        if (progress.matches()) {
            return Optional.of(new Progress(
                    Long.parseLong(progress.group(1)),
                    Long.parseLong(progress.group(2)),
                    Long.parseLong(progress.group(3)),
                    Long.parseLong(progress.group(4))));
        }
        return line.equals(Gap.LINE) ? Optional.of(new Gap()) : Optional.empty();
    }

    /**
     * How far the job is.
     *
     * @param records that this process has read
     * @param checkpoint the id of the last completed checkpoint of this process, 0 before the first
     * @param checkpointAgeMillis how long ago it was begun: what came after that moment is not in it
     * @param units that this process has committed
     */
    record Progress(long records, long checkpoint, long checkpointAgeMillis, long units) implements Message {

        static final Progress NONE = new Progress(0, 0, 0, 0);

        private static final Pattern LINE = Pattern.compile(
                "weir-demo: (\\d{1,18}) records, checkpoint (\\d{1,18}), (\\d{1,18}) ms old, (\\d{1,18}) units");

        @Override
        public String line() {
            return "weir-demo: " + records + " records, checkpoint " + checkpoint + ", " + checkpointAgeMillis
                    + " ms old, " + units + " units";
        }

        @Override
        public void tell(Listener listener) {
            listener.progressed(this);
        }
    }

    /** A broken sink is between its two transactions. */
    record Gap() implements Message {

        private static final String LINE = "weir-demo: between two transactions";

        @Override
        public String line() {
            return LINE;
        }

        @Override
        public void tell(Listener listener) {
            listener.enteredGap();
        }
    }
}
