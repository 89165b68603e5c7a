package dev.weir.sink;

import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;

/** A sink whose destination can apply a whole unit and its ledger entry in one atomic step. */
public interface SupportsWriteAheadLog<T> extends Sink<T> {
    /** How records are kept in segments; with the registry's codec where the sink has none of its own. */
    Codec<T> recordCodec(CodecRegistry registry);

    LedgerShard<T> openShard(ShardContext context) throws Exception;
}
