package dev.weir.sink;

/** How an attempt to commit ended. */
public sealed interface CommitOutcome {
    /** Calls the one case that this outcome is. */
    <R> R match(Cases<R> cases);

    /** What to do with each outcome. */
    interface Cases<R> {
        R committed(long deadLetters);

        R alreadyCommitted();

        R retryLater(Exception cause);

        R inDoubt(Exception cause);

        R lost(String reason);
    }

    /**
     * The unit and its ledger entry are durable at the destination.
     *
     * @param deadLetters how many of its records were put aside
     */
    record Committed(long deadLetters) implements CommitOutcome {
        public Committed() {
            this(0);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.committed(deadLetters);
        }
    }

    /** The ledger shows that this very unit had been committed before; nothing was written. */
    record AlreadyCommitted() implements CommitOutcome {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.alreadyCommitted();
        }
    }

    /** Nothing was committed, and trying again may help. */
    record RetryLater(Exception cause) implements CommitOutcome {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.retryLater(cause);
        }
    }

    /** The reply was lost: the ledger has to be asked. */
    record InDoubt(Exception cause) implements CommitOutcome {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.inDoubt(cause);
        }
    }

    /** The unit can never be committed; says what is missing and how to resolve it. */
    record Lost(String reason) implements CommitOutcome {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.lost(reason);
        }
    }
}
