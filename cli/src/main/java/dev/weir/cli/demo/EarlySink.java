package dev.weir.cli.demo;

import dev.weir.sink.SinkContext;
import dev.weir.sink.SinkWriter;
import dev.weir.sink.SupportsWriter;

/**
 * A sink that writes results as they come, for {@code --break}, and stays for a while where they are visible and their checkpoint
 * is not complete. A process that is killed there makes them again. All else is the sound sink's.
 */
record EarlySink<T>(SupportsWriter<T> sound, TransactionGap gap) implements SupportsWriter<T> {

    @Override
    public String kind() {
        return "early-" + sound.kind();
    }

    @Override
    public SinkWriter<T> createWriter(SinkContext context) throws Exception {
        return new Writer(sound.createWriter(context));
    }

    @SuppressWarnings("try") // close() may be interrupted like any other call
    private final class Writer implements SinkWriter<T> {
        private final SinkWriter<T> writer;
        private boolean hasWritten;

        Writer(SinkWriter<T> writer) {
            this.writer = writer;
        }

        @Override
        public void write(T result, long timestamp) throws Exception {
            writer.write(result, timestamp);
            hasWritten = true;
        }

        @Override
        public void flush() throws Exception {
            writer.flush();
            if (hasWritten) {
                hasWritten = false;
                gap.pass();
            }
        }

        @Override
        public void close() throws Exception {
            writer.close();
        }
    }
}
