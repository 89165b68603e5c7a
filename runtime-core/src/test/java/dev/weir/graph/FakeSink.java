package dev.weir.graph;

import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.ShardContext;
import dev.weir.sink.SinkContext;
import dev.weir.sink.SinkWriter;
import dev.weir.sink.SupportsTwoPhaseCommit;
import dev.weir.sink.SupportsWriteAheadLog;
import dev.weir.sink.SupportsWriter;
import dev.weir.sink.TransactionShard;

/** Sinks that are planned but never written to. */
public final class FakeSink {
    private FakeSink() {}

    /** Supports plain writing. */
    public static final class Plain<T> implements SupportsWriter<T> {
        @Override
        public SinkWriter<T> createWriter(SinkContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String kind() {
            return "plain";
        }
    }

    /** Supports the write-ahead log. */
    public static final class Logged<T> implements SupportsWriteAheadLog<T> {
        @Override
        public Codec<T> recordCodec(CodecRegistry registry) {
            throw new UnsupportedOperationException();
        }

        @Override
        public LedgerShard<T> openShard(ShardContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String kind() {
            return "logged";
        }
    }

    /** Supports two-phase commit. */
    public static final class Transactional<T> implements SupportsTwoPhaseCommit<T> {
        @Override
        public TransactionShard<T> openTransactionShard(ShardContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String kind() {
            return "transactional";
        }
    }
}
