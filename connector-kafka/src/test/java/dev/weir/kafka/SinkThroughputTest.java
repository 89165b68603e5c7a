package dev.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import dev.weir.kafka.Sales.Sale;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.EncodedSinkTransaction;
import dev.weir.sink.InsuredShard;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.PreparedUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Not a benchmark: finds a sink that sends records one by one, or waits for each. */
final class SinkThroughputTest {
    private static final Logger LOG = LoggerFactory.getLogger(SinkThroughputTest.class);
    private static final int UNITS = 10;
    private static final int RECORDS = 40_000;
    private static final double FEWEST_A_SECOND = 20_000;

    @Test
    void sendsRecordsInBatches() throws Exception {
        try (Broker broker = Broker.start()) {
            String topic = broker.topic();
            KafkaSink<Sale> sink =
                    broker.sink(topic).stringValue(sale -> "v".repeat(90)).build();
            Codec<Sale> codec = sink.recordCodec(CodecRegistry.of(List.of(), Map.of()));
            try (SinkStage stage = new SinkStage(sink)) {
                InsuredShard<Sale> shard = stage.open(new TestShard(0, 1));
                LedgerEntry entry = shard.fence();
                for (int unit = 1; unit <= 2; unit++) {
                    entry = send(shard, codec, entry, unit);
                }
                long begun = System.nanoTime();
                for (int unit = 3; unit <= UNITS; unit++) {
                    entry = send(shard, codec, entry, unit);
                }
                double rate = (UNITS - 2) * (double) RECORDS / ((System.nanoTime() - begun) / 1e9);
                LOG.info("{} records a second", Math.round(rate));
                assertThat(rate).isGreaterThan(FEWEST_A_SECOND);
            }
            assertThat(broker.committed(topic)).hasSize(UNITS * RECORDS);
        }
    }

    @SuppressWarnings("unchecked")
    private static LedgerEntry send(InsuredShard<Sale> shard, Codec<Sale> codec, LedgerEntry entry, long sequence)
            throws Exception {
        EncodedSinkTransaction<Sale> transaction = (EncodedSinkTransaction<Sale>) shard.begin("L1", sequence);
        ByteWriter bytes = new ByteWriter();
        for (int i = 0; i < RECORDS; i++) {
            int start = bytes.size();
            codec.encode(new Sale("p" + i % 1000, i), bytes);
            transaction.writeEncoded(bytes.array(), start, bytes.size() - start);
        }
        CommitUnit unit = TestShard.unit(sequence, RECORDS);
        assertThat(shard.commit(new PreparedUnit(unit, transaction.prepare(unit))))
                .isEqualTo(new CommitOutcome.Committed());
        return entry.after(unit);
    }
}
