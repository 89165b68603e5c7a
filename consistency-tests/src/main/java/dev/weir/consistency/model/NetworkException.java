package dev.weir.consistency.model;

import java.io.Serial;

/** A request to a model destination failed. */
public final class NetworkException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final boolean refused;

    private NetworkException(String message, boolean refused) {
        super(message, null, false, false);
        this.refused = refused;
    }

    /** No reply: the request may have been carried out, or may still be. */
    public static NetworkException noReply(Rpc rpc) {
        return new NetworkException("no reply to " + rpc, false);
    }

    /** The destination said no, for now; nothing was carried out. */
    public static NetworkException refused(Rpc rpc) {
        return new NetworkException(rpc + " was refused for the moment", true);
    }

    /** Whether it is certain that nothing was carried out. */
    public boolean isRefused() {
        return refused;
    }
}
