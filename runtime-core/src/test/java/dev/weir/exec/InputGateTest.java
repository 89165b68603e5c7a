package dev.weir.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.element.Barrier;
import dev.weir.element.Batch;
import dev.weir.element.EndOfInput;
import dev.weir.element.StreamElement;
import dev.weir.element.StreamStatus;
import dev.weir.element.Watermark;
import dev.weir.time.Timestamps;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputGateTest {
    private final List<String> seen = new ArrayList<>();
    private final Channel left = new Channel(8, new Waker(), new Waker());
    private final Channel right = new Channel(8, new Waker(), new Waker());
    private final InputGate gate = gate(Timestamps.MIN_WATERMARK);

    @Test
    void holdsAChannelBackAfterItsBarrier() {
        send(left, new Barrier(1), record("after"));
        send(right, record("before"));

        takeAll();

        assertThat(seen).containsExactly("before");
    }

    @Test
    void takesTheSnapshotBeforeTheRecordsBehindTheBarriers() {
        send(left, new Barrier(1), record("after left"));
        send(right, record("before"), new Barrier(1), record("after right"));

        takeAll();

        assertThat(seen.subList(0, 2)).containsExactly("before", "barrier 1");
        assertThat(seen.subList(2, 4)).containsExactlyInAnyOrder("after left", "after right");
    }

    @Test
    void readsOnWhenTheCheckpointIsAborted() {
        send(left, new Barrier(1), record("after"));
        takeAll();

        gate.abort(1);
        takeAll();
        send(right, new Barrier(1));
        takeAll();

        assertThat(seen).containsExactly("after");
    }

    @Test
    void givesUpAnAlignmentWhenTheNextBarrierOvertakesTheNotice() {
        send(left, new Barrier(1));
        send(right, new Barrier(2), record("after"));
        takeAll();
        send(left, new Barrier(2));
        takeAll();

        assertThat(seen).containsExactly("barrier 2", "after");
    }

    @Test
    void followsTheSlowestWatermark() {
        send(left, new Watermark(10));
        takeAll();
        assertThat(seen).isEmpty();

        send(right, new Watermark(5), new Watermark(20));
        takeAll();
        assertThat(seen).containsExactly("watermark 5", "watermark 10");
    }

    @Test
    void leavesIdleChannelsOutOfTheWatermark() {
        send(left, StreamStatus.IDLE);
        send(right, new Watermark(7));
        takeAll();
        assertThat(seen).containsExactly("watermark 7");

        send(right, StreamStatus.IDLE);
        takeAll();
        send(left, StreamStatus.ACTIVE);
        takeAll();
        assertThat(seen).containsExactly("watermark 7", "idle true", "idle false");
    }

    @Test
    void doesNotTakeAnEndedChannelForTheOnlyActiveOne() {
        send(left, EndOfInput.INSTANCE);
        send(right, StreamStatus.IDLE);
        takeAll();

        assertThat(seen).doesNotContain("watermark " + Timestamps.MAX_WATERMARK);
    }

    @Test
    void endsWithTheLastChannelAndStillPassesBarriers() {
        send(left, EndOfInput.INSTANCE);
        send(right, EndOfInput.INSTANCE);
        takeAll();
        send(left, new Barrier(3));
        send(right, new Barrier(3));
        takeAll();

        assertThat(seen).containsExactly("watermark " + Timestamps.MAX_WATERMARK, "end", "barrier 3");
    }

    @Test
    void neverFallsBehindTheRestoredWatermark() {
        InputGate restored = gate(100);
        send(left, new Watermark(50));
        send(right, new Watermark(60));
        takeAll(restored);
        assertThat(seen).isEmpty();

        send(left, new Watermark(150));
        send(right, new Watermark(160));
        takeAll(restored);
        assertThat(seen).containsExactly("watermark 150");
    }

    private InputGate gate(long restoredWatermark) {
        return new InputGate(List.of(left, right), restoredWatermark, new InputGate.Listener() {
            @Override
            public void onBatch(Batch batch) {
                for (int i = 0; i < batch.size(); i++) {
                    seen.add((String) batch.value(i));
                }
            }

            @Override
            public void onWatermark(long watermark) {
                seen.add("watermark " + watermark);
            }

            @Override
            public void onIdle(boolean idle) {
                seen.add("idle " + idle);
            }

            @Override
            public void onBarrier(long checkpointId) {
                seen.add("barrier " + checkpointId);
            }

            @Override
            public void onEndOfInput() {
                seen.add("end");
            }
        });
    }

    private static Batch record(String value) {
        Batch batch = new Batch(1);
        batch.add(value, Timestamps.NONE);
        return batch;
    }

    private static void send(Channel channel, StreamElement... elements) {
        for (StreamElement element : elements) {
            channel.send(element);
        }
    }

    private void takeAll() {
        takeAll(gate);
    }

    private static void takeAll(InputGate gate) {
        boolean took = true;
        while (took) {
            took = gate.takeOne();
        }
    }
}
