package dev.weir.cli.demo;

import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.examples.orders.Revenue;
import dev.weir.jdbc.JdbcSink;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.ShardContext;
import dev.weir.sink.SinkWriter;
import dev.weir.sink.SupportsWriteAheadLog;
import dev.weir.sink.UnitRecords;
import dev.weir.time.Timestamps;
import org.jspecify.annotations.Nullable;

/**
 * A sink with the mistake that Weir exists to avoid, for {@code --break}: it writes a unit and its ledger entry in two
 * transactions, and stays between them for a while. A process that is killed there leaves one without the other behind. All
 * else is the sound sink's.
 */
final class TwoTransactionSink implements SupportsWriteAheadLog<Revenue> {

    /** Which transaction comes first. */
    enum Order {
        /** The next process does not find the unit in the ledger, and writes it again. */
        DATA_FIRST,
        /** The next process takes the unit for written. */
        LEDGER_FIRST
    }

    private final JdbcSink<Revenue> sound;
    private final TransactionGap gap;
    private final Order order;

    TwoTransactionSink(JdbcSink<Revenue> sound, TransactionGap gap, Order order) {
        this.sound = sound;
        this.gap = gap;
        this.order = order;
    }

    @Override
    public String kind() {
        return "broken-" + sound.kind();
    }

    @Override
    public Codec<Revenue> recordCodec(CodecRegistry registry) {
        return registry.codec(Revenue.class);
    }

    @Override
    public LedgerShard<Revenue> openShard(ShardContext context) throws Exception {
        return new Shard(sound.openShard(context), sound.createWriter(new WriterContext(context)));
    }

    private final class Shard implements LedgerShard<Revenue> {

        private final LedgerShard<Revenue> ledger;
        private final SinkWriter<Revenue> writer;

        Shard(LedgerShard<Revenue> ledger, SinkWriter<Revenue> writer) {
            this.ledger = ledger;
            this.writer = writer;
        }

        @Override
        public LedgerEntry fence() {
            return ledger.fence();
        }

        @Override
        public @Nullable LedgerEntry read() {
            return ledger.read();
        }

        @Override
        public CommitOutcome apply(LedgerEntry expected, CommitUnit unit, UnitRecords<Revenue> records) {
            if (unit.recordCount() == 0) {
                return ledger.apply(expected, unit, records);
            }
            if (order == Order.DATA_FIRST) {
                write(records);
                pause();
                return ledger.apply(expected, unit, UnitRecords.none());
            }
            CommitOutcome outcome = ledger.apply(expected, unit, UnitRecords.none());
            pause();
            write(records);
            return outcome;
        }

        private void write(Iterable<Revenue> records) {
            try {
                for (Revenue revenue : records) {
                    writer.write(revenue, Timestamps.NONE);
                }
                writer.flush();
            } catch (Exception e) {
                throw new WeirException(ErrorCode.INTERNAL, "Cannot write with a broken sink: " + e, e);
            }
        }

        private void pause() {
            try {
                gap.pass();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            try (ledger) {
                writer.close();
            } catch (Exception e) {
                throw new WeirException(ErrorCode.INTERNAL, "Cannot close a broken sink: " + e, e);
            }
        }
    }
}
