package dev.weir.consistency.model;

import dev.weir.consistency.history.Event;
import dev.weir.consistency.model.ModelDestination.Session;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.fault.Label;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.ShardContext;
import java.util.function.Supplier;

/** What the ports of all model destinations have in common: who asks for which shard, by which network, and how failures are told. */
final class ShardClient {
    private final Session session;
    private final ShardContext context;

    ShardClient(Session session, ShardContext context) {
        this.session = session;
        this.context = context;
    }

    int shard() {
        return context.shard();
    }

    long attempt() {
        return context.attempt();
    }

    TransactionServer.Client identity() {
        return new TransactionServer.Client(session, shard(), attempt(), context.owner());
    }

    long nanos() {
        return context.clock().nanos();
    }

    void at(Label label) {
        context.faults().at(label);
    }

    <T> T call(Rpc rpc, Supplier<T> request) throws NetworkException {
        return session.network().call(rpc, request);
    }

    /** For requests whose failure the port tells by an exception. */
    <T> T callOrThrow(Rpc rpc, Supplier<T> request) {
        try {
            return call(rpc, request);
        } catch (NetworkException e) {
            throw unavailable(rpc, e);
        }
    }

    /** A request that is not needed for anything to be right. */
    void callInVain(Rpc rpc, Runnable request) {
        try {
            call(rpc, () -> {
                request.run();
                return rpc;
            });
        } catch (NetworkException e) {
            // The destination finds out by itself.
            return;
        }
    }

    WeirException unavailable(Rpc rpc, Exception cause) {
        return new WeirException(
                ErrorCode.DESTINATION_UNAVAILABLE,
                "Cannot " + rpc + " shard " + shard() + " as attempt " + attempt() + ": " + cause.getMessage()
                        + "; it will be tried again",
                cause);
    }

    WeirException ended(String what) {
        return new WeirException(
                ErrorCode.DESTINATION_UNAVAILABLE,
                "Cannot go on with " + what + " of shard " + shard() + " as attempt " + attempt()
                        + ": its session was ended; start the job again from its checkpoint");
    }

    WeirException fencedBy(long newer) {
        return new WeirException(
                ErrorCode.FENCED,
                "Cannot use shard " + shard() + " as attempt " + attempt() + ": attempt " + newer
                        + " owns it; stop this one");
    }

    /** What a lost reply to a request that commits means. */
    static CommitOutcome afterCommit(NetworkException failure) {
        return failure.isRefused() ? new CommitOutcome.RetryLater(failure) : new CommitOutcome.InDoubt(failure);
    }

    /** Tells observers that the runtime is told so. */
    CommitOutcome acknowledged(CommitUnit unit, CommitOutcome outcome) {
        session.events().accept(new Event.Acknowledged(nanos(), session.sink(), shard(), attempt(), unit));
        return outcome;
    }
}
