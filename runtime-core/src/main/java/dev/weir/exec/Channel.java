package dev.weir.exec;

import dev.weir.element.StreamElement;
import java.util.ArrayDeque;
import org.jctools.queues.SpscArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Joins one producing subtask to one consuming subtask: a bounded ring, and on the producer's side an overflow for what
 * one step emits beyond it. A producer with overflow takes no new input until it has drained, so the overflow is bounded
 * by what a single step can emit, and no step ever blocks inside an operator.
 */
final class Channel {
    private final SpscArrayQueue<StreamElement> ring;
    private final int wakeProducerAt;
    private final ArrayDeque<StreamElement> overflow = new ArrayDeque<>();
    private final Waker producer;
    private final Waker consumer;
    private volatile boolean producerWaits;

    Channel(int capacity, Waker producer, Waker consumer) {
        ring = new SpscArrayQueue<>(capacity);
        wakeProducerAt = capacity / 2;
        this.producer = producer;
        this.consumer = consumer;
    }

    /** Producer: sends the element behind all that were sent before. */
    void send(StreamElement element) {
        if (overflow.isEmpty() && ring.offer(element)) {
            consumer.signal();
        } else {
            overflow.add(element);
        }
    }

    /** Producer: moves overflow into the ring as far as it goes; true when none is left. */
    boolean drainOverflow() {
        if (overflow.isEmpty()) {
            return true;
        }
        // Announced before the attempt, so that room made meanwhile is not missed.
        producerWaits = true;
        boolean moved = false;
        for (StreamElement next = overflow.peek(); next != null; next = overflow.peek()) {
            if (!ring.offer(next)) {
                break;
            }
            overflow.remove();
            moved = true;
        }
        if (moved) {
            consumer.signal();
        }
        if (overflow.isEmpty()) {
            producerWaits = false;
            return true;
        }
        return false;
    }

    /** Producer: how many elements wait for room. */
    int overflowSize() {
        return overflow.size();
    }

    /** Consumer: the next element, or null. */
    @Nullable
    StreamElement poll() {
        StreamElement element = ring.poll();
        if (element != null && producerWaits && ring.size() <= wakeProducerAt) {
            producer.signal();
        }
        return element;
    }
}
