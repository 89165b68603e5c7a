package dev.weir.consistency.model;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.SinkWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Sends records in small batches, and the rest at a flush. A batch that fails fails the job, which sends it again. */
final class BufferedWriter implements SinkWriter<OutputRecord> {
    private static final int BATCH = 3;

    private final Network network;
    private final Set<Mistake> mistakes;
    private final Request request;
    private List<OutputRecord> batch = new ArrayList<>(BATCH);

    /** What the server does with a batch; false if it may not. */
    interface Request {
        boolean carryOut(List<OutputRecord> records);
    }

    BufferedWriter(Network network, Set<Mistake> mistakes, Request request) {
        this.network = network;
        this.mistakes = mistakes;
        this.request = request;
    }

    @Override
    public void write(OutputRecord value, long timestamp) {
        batch.add(value);
        if (batch.size() == BATCH) {
            send();
        }
    }

    @Override
    public void flush() {
        if (!mistakes.contains(Mistake.NO_FLUSH)) {
            send();
        }
    }

    private void send() {
        List<OutputRecord> sent = batch;
        if (sent.isEmpty()) {
            return;
        }
        batch = new ArrayList<>(BATCH);
        try {
            if (!network.call(Rpc.WRITE, () -> request.carryOut(sent))) {
                throw new WeirException(
                        ErrorCode.DESTINATION_REJECTED,
                        "Cannot write " + sent.size() + " records: the destination refuses them; see its rules");
            }
        } catch (NetworkException e) {
            throw new WeirException(
                    ErrorCode.DESTINATION_UNAVAILABLE,
                    "Cannot write " + sent.size() + " records: " + e.getMessage()
                            + "; they are written again after a restart",
                    e);
        }
    }

    @Override
    public void close() {}
}
