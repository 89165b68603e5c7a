package dev.weir.consistency.contract;

import java.util.Set;

/** A mistake of a {@link Shelf} or of the ports to it, and the rules that must notice it. */
enum Flaw {
    NONE,
    STRATEGY_UNDECLARED(1),
    CODEC_FORGETS_HASH(2),
    FORMAT_NAMED_BY_INSTANCE(3),
    PROBE_SAYS_NOTHING(4),
    PROBE_WRITES(5),
    FIRST_FENCE_INVENTS(10, 45),
    FENCES_ONCE(11),
    READ_NEEDS_FENCE(12),
    APPLY_DROPS_LAST(13),
    APPLIES_AGAIN(14),
    EXPECTED_IGNORED(15),
    OLDER_APPLIES(16),
    OLDER_FENCES(17, 41),
    OWNER_IGNORED(18),
    FENCE_RESETS(19),
    EMPTY_UNIT_SKIPPED(20),
    ONE_LEDGER_FOR_ALL_SHARDS(21),
    WRITES_WHILE_READING(22),
    SECOND_CLOSE_THROWS(23, 47, 65),
    THREAD_STAYS(24, 48, 66),
    CHECKS_BEFORE_IT_WAITS(25),
    VISIBLE_AT_PREPARE(30),
    COMMIT_DROPS_LAST(31),
    COMMIT_REPEATED_IS_LOST(32),
    CLOSE_ENDS_PREPARED(33),
    FENCE_ENDS_PREPARED(33, 34),
    UNKNOWN_IS_COMMITTED(35),
    ABORTS_EVERYTHING(36),
    ABORTS_OTHER_SHARDS(37),
    OLDER_COMMITS(38),
    OLDER_ABORTS(39),
    OLDER_PREPARES(40),
    EMPTY_TRANSACTION_FORGOTTEN(42),
    ONE_TRANSACTION_AT_A_TIME(43),
    ABORT_COMMITS(44),
    TRANSACTION_WITHOUT_ENTRY(45),
    NOTHING_LISTED(46),
    FLUSH_DROPS_LAST(60),
    EMPTY_FLUSH_THROWS(61),
    NO_KEY(62, 64),
    NO_VERSION(63),
    ATTEMPT_IN_KEY(62, 64);

    @SuppressWarnings("ImmutableEnumChecker") // it is made by Set.of
    private final Set<Integer> rules;

    Flaw(Integer... rules) {
        this.rules = Set.of(rules);
    }

    Set<Integer> rules() {
        return rules;
    }
}
