package dev.weir.consistency.live;

import dev.weir.consistency.subject.Destination.SupportsWire;
import dev.weir.testbed.FaultProxy;

/**
 * The proxy before a destination for the time of one case: made for it, or the one that is there for good, which is left healthy.
 *
 * @param isOurs whether it ends with the case
 */
record BorrowedProxy(FaultProxy proxy, boolean isOurs) implements AutoCloseable {
    static BorrowedProxy before(SupportsWire destination) {
        FaultProxy standing = destination.proxy();
        if (standing == null) {
            return new BorrowedProxy(FaultProxy.to(destination.port()), true);
        }
        standing.heal();
        return new BorrowedProxy(standing, false);
    }

    @Override
    public void close() {
        if (isOurs) {
            proxy.close();
        } else {
            proxy.heal();
        }
    }
}
