package dev.weir.graph;

import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import dev.weir.guarantee.Finding;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.ShardContext;
import dev.weir.sink.SinkContext;
import dev.weir.sink.SinkWriter;
import dev.weir.sink.SupportsIdempotentWriter;
import dev.weir.sink.SupportsProbe;
import dev.weir.sink.SupportsTwoPhaseCommit;
import dev.weir.sink.SupportsWriteAheadLog;
import dev.weir.sink.SupportsWriter;
import dev.weir.sink.TransactionShard;
import java.util.List;
import java.util.function.Supplier;

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

    /** Supports writing again. */
    public static final class Idempotent<T> implements SupportsIdempotentWriter<T> {
        @Override
        public SinkWriter<T> createIdempotentWriter(SinkContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String kind() {
            return "idempotent";
        }
    }

    /** Supports the write-ahead log, and says of its destination what it was given. */
    public static final class Probed<T> implements SupportsWriteAheadLog<T>, SupportsProbe {
        private final Supplier<List<Finding>> findings;

        public Probed(Supplier<List<Finding>> findings) {
            this.findings = findings;
        }

        @Override
        public List<Finding> probe(DeliveryStrategy strategy) {
            return findings.get();
        }

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
            return "probed";
        }
    }
}
