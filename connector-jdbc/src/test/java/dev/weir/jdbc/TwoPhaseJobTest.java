package dev.weir.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import dev.weir.jdbc.Database.Product;
import dev.weir.jdbc.Database.Sale;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.testbed.CutPoint;
import dev.weir.testbed.FaultProxy;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The real protocol with prepared transactions over the real servers; totals are added up, so that a record too many or
 * too few shows.
 */
@ParameterizedClass
@EnumSource(Product.class)
final class TwoPhaseJobTest {
    private static final int RECORDS = 60;

    @Parameter
    Product product;

    private PreparingDatabase database;

    @BeforeEach
    void open() {
        database = new PreparingDatabase(product);
        database.execute(
                "CREATE TABLE " + database.name("total") + " (product varchar(10) PRIMARY KEY, amount bigint)");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private JdbcSinkBuilder<Sale> totals() {
        String sql = "INSERT INTO " + database.name("total")
                + (database.isPostgres()
                        ? " AS t VALUES (?, ?) ON CONFLICT (product) DO UPDATE SET amount = t.amount + excluded.amount"
                        : " VALUES (?, ?) ON DUPLICATE KEY UPDATE amount = amount + VALUES(amount)");
        return database.here(JdbcSink.statement(Sale.class, sql, (statement, sale) -> {
            statement.setString(1, sale.product());
            statement.setLong(2, sale.amount());
        }));
    }

    private void assertExactlyOnce() {
        assertThat(database.query("SELECT * FROM " + database.name("total") + " ORDER BY 1"))
                .containsExactly("p0,20", "p1,20", "p2,20");
        assertThat(database.query("SELECT sequence, position FROM " + database.name("ledger")))
                .containsExactly("6,60");
        assertThat(database.query("SELECT sequence FROM " + database.name("ledger_units")))
                .isEmpty();
        assertThat(database.prepared()).isEmpty();
    }

    static Stream<DeliveryStrategy> strategies() {
        return Stream.of(DeliveryStrategy.TWO_PHASE, DeliveryStrategy.TWO_PHASE_INSURED);
    }

    static Stream<Arguments> labels() {
        return strategies()
                .flatMap(strategy -> Stream.of(
                                Label.PREPARE_BEFORE,
                                Label.PREPARE_AFTER,
                                Label.COMMIT_BEFORE_APPLY,
                                Label.COMMIT_AFTER_RECORDS,
                                Label.COMMIT_AFTER_COMMIT,
                                Label.COMMIT_BEFORE_RECORDED)
                        .map(label -> Arguments.of(strategy, label)));
    }

    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest
    @MethodSource("labels")
    void deliversExactlyOnceWhenTheJobCrashes(DeliveryStrategy strategy, Label label) throws Exception {
        LoggedRun run = new LoggedRun(totals().build());
        assertThatThrownBy(() -> run.run(strategy, RECORDS, new Once(label, () -> {
                    throw new Crash();
                })))
                .isInstanceOf(Crash.class);
        assertThat(run.position()).isLessThan(RECORDS);

        run.run(strategy, RECORDS, FaultInjector.NONE);
        assertExactlyOnce();
    }

    @ParameterizedTest
    @MethodSource("labels")
    void deliversExactlyOnceWhenTheServerIsKilled(DeliveryStrategy strategy, Label label) throws Exception {
        LoggedRun run = new LoggedRun(totals().build());
        Once kill = new Once(label, () -> {
            database.server().kill();
            database.server().restart();
        });
        if (label == Label.PREPARE_BEFORE) {
            assertThatThrownBy(() -> run.run(strategy, RECORDS, kill))
                    .isInstanceOfSatisfying(
                            WeirException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.DESTINATION_UNAVAILABLE));
        }
        run.run(strategy, RECORDS, kill);
        assertThat(kill.hasActed()).isTrue();
        assertExactlyOnce();
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void deliversExactlyOnceWhenACommitsReplyIsLost(DeliveryStrategy strategy) throws Exception {
        try (FaultProxy proxy = database.proxy()) {
            assertSettlesInDoubt(strategy, proxy, database.replyToCommitLost());
        }
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void deliversExactlyOnceWhenACommitsRequestIsLost(DeliveryStrategy strategy) throws Exception {
        try (FaultProxy proxy = database.proxy()) {
            assertSettlesInDoubt(strategy, proxy, CutPoint.requestLost(database.commitWords()));
        }
    }

    private void assertSettlesInDoubt(DeliveryStrategy strategy, FaultProxy proxy, CutPoint point) throws Exception {
        Once cut = new Once(Label.COMMIT_AFTER_RECORDS, () -> proxy.arm(point));
        Once lookUp = new Once(Label.IN_DOUBT_BEFORE_LOOKUP, 1, () -> {});
        new LoggedRun(totals().url(database.urlThrough(proxy)).build()).run(strategy, RECORDS, label -> {
            cut.at(label);
            lookUp.at(label);
        });
        assertThat(lookUp.hasActed()).as("asked the ledger").isTrue();
        assertExactlyOnce();
    }

    private Once rollbackByHand() {
        return new Once(
                Label.COMMIT_BEFORE_APPLY,
                () -> database.preparedTransactions().list().forEach(each -> database.endByHand("ROLLBACK", each)));
    }

    @Test
    void writesALostTransactionAgainFromTheCheckpointWhenItIsInsured() throws Exception {
        Once rollback = rollbackByHand();
        new LoggedRun(totals().build()).run(DeliveryStrategy.TWO_PHASE_INSURED, RECORDS, rollback);
        assertThat(rollback.hasActed()).isTrue();
        assertExactlyOnce();
    }

    @Test
    void stopsLoudlyAtALostTransactionWhenItIsNotInsured() {
        LoggedRun run = new LoggedRun(totals().build());
        assertThatThrownBy(() -> run.run(DeliveryStrategy.TWO_PHASE, RECORDS, rollbackByHand()))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.COMMIT_LOST))
                .hasMessageContainingAll("Cannot commit units 3 to 3", "is not prepared any more", "10 records");
        assertThat(database.query("SELECT sequence FROM " + database.name("ledger")))
                .containsExactly("2");
    }

    @Test
    void goesOnWhenATransactionWasCommittedByHand() throws Exception {
        Once commit = new Once(
                Label.COMMIT_BEFORE_APPLY,
                () -> database.preparedTransactions().list().forEach(each -> database.endByHand("COMMIT", each)));
        new LoggedRun(totals().build()).run(DeliveryStrategy.TWO_PHASE, RECORDS, commit);
        assertThat(commit.hasActed()).isTrue();
        assertExactlyOnce();
    }

    @Test
    void abortsWhatNoCheckpointHolds() throws Exception {
        LoggedRun run = new LoggedRun(totals().build());
        assertThatThrownBy(() -> run.run(DeliveryStrategy.TWO_PHASE, RECORDS, new Once(Label.PREPARE_AFTER, () -> {
                    throw new Crash();
                })))
                .isInstanceOf(Crash.class);
        assertThat(database.prepared()).containsExactly(3L);

        run.run(DeliveryStrategy.TWO_PHASE, RECORDS, FaultInjector.NONE);
        assertExactlyOnce();
    }

    @Test
    void keepsOneLedgerForAllStrategies() throws Exception {
        LoggedRun run = new LoggedRun(totals().build());
        int records = 0;
        for (DeliveryStrategy strategy : List.of(
                DeliveryStrategy.TWO_PHASE,
                DeliveryStrategy.WRITE_AHEAD_LOG,
                DeliveryStrategy.TWO_PHASE_INSURED,
                DeliveryStrategy.WRITE_AHEAD_LOG,
                DeliveryStrategy.TWO_PHASE,
                DeliveryStrategy.TWO_PHASE_INSURED)) {
            records += 10;
            run.run(strategy, records, FaultInjector.NONE);
        }
        assertExactlyOnce();
    }

    /** Acts once, when the label is reached for the n-th time; the third unless said otherwise. */
    private static final class Once implements FaultInjector {
        private final Label label;
        private final Runnable action;
        private int left;

        Once(Label label, Runnable action) {
            this(label, 3, action);
        }

        Once(Label label, int occurrence, Runnable action) {
            this.label = label;
            this.left = occurrence;
            this.action = action;
        }

        @Override
        public void at(Label reached) {
            if (reached == label && --left == 0) {
                action.run();
            }
        }

        boolean hasActed() {
            return left <= 0;
        }
    }
}
