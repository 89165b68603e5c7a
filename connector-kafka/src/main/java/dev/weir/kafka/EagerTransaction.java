package dev.weir.kafka;

import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.EncodedSinkTransaction;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Brings the records of one unit to the brokers while they arrive, as soon as the unit before is committed. It may be given up
 * at any time for any reason: the unit's segment has everything, and the commit says so.
 *
 * <p><b>Threading:</b> the task's thread, then the one that prepares, then the committing one, each handing over to the next.
 * Whose turn it is with the shard's producer is one volatile read.
 */
final class EagerTransaction<T> implements EncodedSinkTransaction<T> {
    /** The part of the queue above which records had better wait. */
    private static final double FILLED = 0.25;

    private final ShardTurn turn;
    private final long sequence;
    private final Supplier<Codec<T>> codecs;
    private final EncodedRecord reader;
    private final SendQueue queue;
    private final byte[] handle;
    private final ShardProducer.Sent sent = new ShardProducer.Sent();
    private @Nullable ShardProducer producer;
    private @Nullable String givenUp;
    private @Nullable Codec<T> codec;

    EagerTransaction(
            ShardTurn turn,
            long sequence,
            Supplier<Codec<T>> codecs,
            EncodedRecord reader,
            SendQueue queue,
            String transactionalId) {
        this.turn = turn;
        this.sequence = sequence;
        this.codecs = codecs;
        this.reader = reader;
        this.queue = queue;
        this.handle = transactionalId.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void write(T value) {
        Codec<T> encoding = codec;
        if (encoding == null) {
            encoding = codecs.get();
            codec = encoding;
        }
        ByteWriter encoded = new ByteWriter();
        encoding.encode(value, encoded);
        writeEncoded(encoded.array(), 0, encoded.size());
    }

    @Override
    public void writeEncoded(byte[] array, int offset, int length) {
        if (givenUp != null) {
            return;
        }
        if (producer == null && !turn.isOf(sequence)) {
            if (!queue.add(array, offset, length)) {
                giveUp("its records would have had to wait too long for the unit before");
            }
            return;
        }
        try {
            send(array, offset, length);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /** A quarter of what the queue may hold: the rest is for records that come although they should not. */
    @Override
    public boolean isFull() {
        return producer == null && queue.isFilledTo(FILLED) && !turn.isOf(sequence);
    }

    private void send(byte[] array, int offset, int length) {
        if (producer == null) {
            start();
        }
        ShardProducer sending = producer;
        if (sending == null) {
            return;
        }
        Exception failure = sent.failure();
        if (failure != null) {
            failed(failure);
            return;
        }
        sendOne(sending, array, offset, length);
    }

    private void sendOne(ShardProducer sending, byte[] array, int offset, int length) {
        if (givenUp != null) {
            return;
        }
        if (EncodedRecord.refused(array, offset, length) != null) {
            giveUp("one of its records could not be serialised");
            return;
        }
        sending.send(reader.read(array, offset, length), sent);
    }

    private void start() {
        ShardProducer ready = turn.producer();
        if (ready == null) {
            giveUp("the connection to the brokers broke before");
            return;
        }
        producer = ready;
        ready.begin();
        queue.drain((array, offset, length) -> sendOne(ready, array, offset, length));
    }

    private void failed(Exception e) {
        if (e instanceof InterruptException) {
            Thread.currentThread().interrupt();
        }
        giveUp("a record could not be sent (" + KafkaFailures.causeOf(e) + ")");
    }

    private void giveUp(String reason) {
        givenUp = reason;
        queue.clear();
    }

    /** Never fails: what goes wrong here is only written later. */
    @Override
    public byte[] prepare(CommitUnit unit) {
        sendQueued();
        return handle;
    }

    private void sendQueued() {
        if (givenUp == null && producer == null && turn.isOf(sequence)) {
            try {
                start();
            } catch (RuntimeException e) {
                failed(e);
            }
        }
    }

    /** By the committing thread, whose turn it is: sends what is left. Returns why there is nothing to commit, or null. */
    @Nullable
    String finish(ShardProducer current) {
        sendQueued();
        if (givenUp == null && producer != current) {
            giveUp("the connection to the brokers broke");
        }
        return givenUp;
    }

    ShardProducer.Sent sent() {
        return sent;
    }

    @Override
    public void abort() {
        ShardProducer sending = producer;
        boolean wasOpen = sending != null && sending.isOpen();
        giveUp("it was aborted");
        if (wasOpen && sending != null) {
            try {
                sending.abort();
            } catch (RuntimeException e) {
                failed(e);
            }
        }
    }
}
