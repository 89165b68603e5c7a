package dev.weir.cli.verify;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.subject.Destination;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.Sink;
import java.util.List;

/** Sinks of a user, good and bad. */
final class UserSinks {
    private UserSinks() {}

    /** Cannot be started, which the command must not care about. */
    abstract static class Named implements SinkUnderTest {
        @Override
        public String name() {
            return "acme";
        }

        @Override
        public List<DeliveryStrategy> strategies() {
            return List.of(DeliveryStrategy.WRITE_AHEAD_LOG);
        }

        @Override
        public Destination start() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Sink<OutputRecord> create(String address, DeliveryStrategy strategy) {
            throw new UnsupportedOperationException();
        }
    }

    /** As it should be. */
    public static final class Good extends Named {}

    /** Connects where it should only name. */
    public static final class Throwing extends Named {
        @Override
        public List<DeliveryStrategy> strategies() {
            throw new IllegalStateException("no server");
        }
    }

    /** Has nothing to prove. */
    public static final class Empty extends Named {
        @Override
        public List<DeliveryStrategy> strategies() {
            return List.of();
        }
    }

    /** Nobody else can make it. */
    static final class Hidden extends Named {
        private Hidden() {}
    }
}
