package dev.weir.sink;

/**
 * An open transaction that takes records as the sink's codec has encoded them, which the runtime has done already.
 *
 * <p><b>Lifecycle and threading:</b> as in {@link SinkTransaction}; all records of a transaction come by the same method.
 */
public interface EncodedSinkTransaction<T> extends SinkTransaction<T> {
    /**
     * The bytes are not to be changed. With {@link DeliveryStrategy#TWO_PHASE_INSURED} they lie in the unit's segment, stay as
     * they are and may be kept; otherwise they are valid until the call returns.
     */
    void writeEncoded(byte[] array, int offset, int length) throws Exception;
}
