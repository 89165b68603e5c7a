package dev.weir.consistency.live;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.PreparedUnit;
import dev.weir.sink.ShardContext;
import dev.weir.sink.SinkTransaction;
import dev.weir.sink.SupportsTwoPhaseCommit;
import dev.weir.sink.TransactionShard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Claims to have transactions, and appends each record to a file that everybody reads. */
record LyingSink(Path directory) implements SupportsTwoPhaseCommit<OutputRecord> {
    @Override
    public TransactionShard<OutputRecord> openTransactionShard(ShardContext context) {
        return new Shard(directory.resolve("shard-" + context.shard()));
    }

    @Override
    public String kind() {
        return "lying";
    }

    private record Shard(Path file) implements TransactionShard<OutputRecord> {
        @Override
        public LedgerEntry fence() {
            return null;
        }

        @Override
        public SinkTransaction<OutputRecord> begin(String lineage, long sequence) {
            return new Transaction(file);
        }

        @Override
        public CommitOutcome commit(PreparedUnit prepared) {
            return new CommitOutcome.Committed();
        }

        @Override
        public void abortAllBut(List<byte[]> handles) {}

        @Override
        public void close() {}
    }

    private record Transaction(Path file) implements SinkTransaction<OutputRecord> {
        @Override
        public void write(OutputRecord value) throws IOException {
            String line = value.partition() + " " + value.offset() + " " + value.key() + " " + value.sequence() + " "
                    + value.hash() + " " + value.shard() + " " + value.attempt() + " " + value.epoch() + "\n";
            Files.write(
                    file, line.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }

        @Override
        public byte[] prepare(CommitUnit unit) {
            return new byte[0];
        }

        @Override
        public void abort() {}
    }
}
