package dev.weir.consistency.model;

import static dev.weir.consistency.model.ModelProcess.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.sink.SinkWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BulkIndexModelTest {
    @Test
    void nothingIsSeenBeforeARefresh() throws Exception {
        BulkIndexModel index = BulkIndexModel.ofRecords();
        ModelProcess process = new ModelProcess(index, 1);
        SinkWriter<OutputRecord> writer = process.idempotentWriter();
        for (int i = 0; i < 3; i++) {
            writer.write(record(i), 0);
        }
        assertThat(process.appeared()).isEmpty();
        index.timePassed(1);
        assertThat(process.appeared()).hasSize(3);
    }

    @Test
    void itemsThatWereRefusedAreSentAgainUntilAllAreTaken() throws Exception {
        ModelProcess process = new ModelProcess(BulkIndexModel.ofRecords(), 1);
        assertThat(written(process, 20)).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void errorsOfItemsThatNobodyLooksAtLoseRecords() throws Exception {
        ModelProcess process = new ModelProcess(BulkIndexModel.ofRecords(Mistake.ITEM_ERRORS_IGNORED), 1);
        assertThat(written(process, 20)).hasSize(18);
    }

    @Test
    void aBatchSentAgainAsAWholeDoublesWhatWasTaken() throws Exception {
        ModelProcess process = new ModelProcess(BulkIndexModel.ofRecords(Mistake.WHOLE_BATCH_AGAIN), 1);
        SinkWriter<OutputRecord> writer = process.writer();
        for (int i = 0; i < 20; i++) {
            writer.write(record(i), 0);
        }
        writer.flush();
        assertThat(process.appeared()).hasSizeGreaterThan(20).contains(record(19));
    }

    @Test
    void aRequestThatIsCarriedOutTwiceMakesOneDocumentOfEachRecord() throws Exception {
        ModelProcess process = new ModelProcess(BulkIndexModel.ofRecords(), 1);
        process.failing(Rpc.WRITE, Network.Fault.APPLIED_TWICE);
        assertThat(written(process, 3)).hasSize(3);
    }

    @Test
    void anOlderVersionIsAConflict() throws Exception {
        ModelProcess process = new ModelProcess(BulkIndexModel.ofLatest(), 1);
        SinkWriter<OutputRecord> writer = process.idempotentWriter();
        writer.write(record(5), 0);
        writer.flush();
        process.look(Event.class);
        writer.write(record(4), 0);
        writer.write(record(6), 0);
        writer.flush();
        assertThat(process.look(Event.class))
                .containsExactly(
                        new Event.Appeared(0, "out", record(6)),
                        new Event.Vanished(0, "out", record(5)),
                        new Event.LookEnded(0, "out"));
    }

    @Test
    void aFlushWhoseRequestFailsFailsTheJob() throws Exception {
        ModelProcess process = new ModelProcess(BulkIndexModel.ofRecords(), 1);
        SinkWriter<OutputRecord> writer = process.idempotentWriter();
        process.failing(Rpc.WRITE, Network.Fault.ERROR);
        writer.write(record(0), 0);
        assertThatThrownBy(writer::flush).hasMessageContaining("Cannot index 1 documents");
    }

    private static List<OutputRecord> written(ModelProcess process, int count) throws Exception {
        SinkWriter<OutputRecord> writer = process.idempotentWriter();
        List<OutputRecord> seen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            writer.write(record(i), 0);
        }
        writer.flush();
        seen.addAll(process.appeared());
        return seen;
    }
}
