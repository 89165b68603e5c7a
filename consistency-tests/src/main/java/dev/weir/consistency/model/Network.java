package dev.weir.consistency.model;

import java.util.function.Supplier;

/**
 * Carries a client's requests to a model destination, and breaks them.
 *
 * <p>Each process has a network of its own. When the process dies, what it has sent and was delayed still arrives.
 *
 * <p><b>Threading:</b> the simulator's thread.
 */
public interface Network {
    /** One that always works. */
    Network PERFECT = new Network() {
        @Override
        public <T> T call(Rpc rpc, Supplier<T> request) {
            return request.get();
        }
    };

    /** What may happen to a request. */
    enum Fault {
        /** It never arrives; the client sees the connection break. */
        NOT_SENT,
        /** It is carried out; the client sees the connection break. */
        REPLY_LOST,
        /** It is carried out twice, as by a driver that repeats it on its own; the client sees the second reply. */
        APPLIED_TWICE,
        /** The client sees the connection break; it is carried out later, after the next attempt has started. */
        DELAYED,
        /** The destination refuses it with an error that may pass, and carries nothing out. */
        ERROR
    }

    /**
     * Carries out the request at the destination, once unless it breaks. A request must look at the destination's state when it
     * runs, not before: it may run late, or twice.
     *
     * @throws NetworkException when no reply came, or an error
     */
    <T> T call(Rpc rpc, Supplier<T> request) throws NetworkException;
}
