package dev.weir.consistency.model;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.SinkWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends bulk requests, looks at each item of the reply, and sends those again that were refused for the moment. A flush waits until
 * all are taken, and refreshes.
 */
final class BulkWriter implements SinkWriter<OutputRecord> {
    private static final int BATCH = 3;
    private static final int TRIES = 5;

    private final Network network;
    private final BulkIndex index;
    private final BulkIndex.Ids ids;
    private List<OutputRecord> batch = new ArrayList<>(BATCH);

    BulkWriter(Network network, BulkIndex index, BulkIndex.Ids ids) {
        this.network = network;
        this.index = index;
        this.ids = ids;
    }

    @Override
    public void write(OutputRecord value, long timestamp) {
        batch.add(value);
        if (batch.size() >= BATCH) {
            send();
        }
    }

    /** Sends the batch; what is refused comes first in the next one, so that a key's order stays. */
    private void send() {
        List<OutputRecord> sent = batch;
        batch = new ArrayList<>(BATCH);
        try {
            List<OutputRecord> refused = network.call(Rpc.WRITE, () -> index.bulk(ids, sent));
            if (index.makes(Mistake.ITEM_ERRORS_IGNORED)) {
                return;
            }
            batch.addAll(index.makes(Mistake.WHOLE_BATCH_AGAIN) && !refused.isEmpty() ? sent : refused);
        } catch (NetworkException e) {
            throw new WeirException(
                    ErrorCode.DESTINATION_UNAVAILABLE,
                    "Cannot index " + sent.size() + " documents: " + e.getMessage()
                            + "; they are sent again after a restart",
                    e);
        }
    }

    @Override
    public void flush() {
        if (index.makes(Mistake.RETRIES_NOT_AWAITED)) {
            if (!batch.isEmpty()) {
                send();
            }
            return;
        }
        for (int tries = 0; !batch.isEmpty(); tries++) {
            if (tries == TRIES) {
                throw new WeirException(
                        ErrorCode.DESTINATION_UNAVAILABLE,
                        "Cannot index " + batch.size() + " documents: they were refused " + TRIES
                                + " times; they are sent again after a restart");
            }
            send();
        }
        try {
            network.call(Rpc.COMMIT, () -> {
                index.refresh();
                return index;
            });
        } catch (NetworkException e) {
            throw new WeirException(
                    ErrorCode.DESTINATION_UNAVAILABLE,
                    "Cannot refresh the index: " + e.getMessage() + "; it is tried again after a restart",
                    e);
        }
    }

    @Override
    public void close() {}
}
