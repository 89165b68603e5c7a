package dev.weir.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import dev.weir.jdbc.Database.Product;
import dev.weir.jdbc.Database.Sale;
import dev.weir.testbed.CutPoint;
import dev.weir.testbed.FaultProxy;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real protocol over the real server; totals are added up, so that a record too many or too few shows. */
@ParameterizedClass
@EnumSource(Product.class)
final class ExactlyOnceTest {
    private static final int RECORDS = 60;

    private final Database database;

    ExactlyOnceTest(Product product) {
        database = Database.create(product);
    }

    @BeforeEach
    void createTable() {
        database.execute(
                "CREATE TABLE " + database.name("total") + " (product varchar(10) PRIMARY KEY, amount bigint)");
    }

    private JdbcSinkBuilder<Sale> totals() {
        String sql = "INSERT INTO " + database.name("total")
                + (database.isPostgres()
                        ? " AS t VALUES (?, ?) ON CONFLICT (product) DO UPDATE SET amount = t.amount + excluded.amount"
                        : " VALUES (?, ?) ON DUPLICATE KEY UPDATE amount = amount + VALUES(amount)");
        return JdbcSink.statement(Sale.class, sql, (statement, sale) -> {
                    statement.setString(1, sale.product());
                    statement.setLong(2, sale.amount());
                })
                .url(database.url())
                .ledgerTable(database.name("ledger"))
                .startTries(1, Duration.ZERO);
    }

    private void assertExactlyOnce() {
        assertThat(database.query("SELECT * FROM " + database.name("total") + " ORDER BY 1"))
                .containsExactly("p0,20", "p1,20", "p2,20");
        assertThat(database.query("SELECT sequence, position FROM " + database.name("ledger")))
                .containsExactly("6,60");
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

    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "COMMIT_BEFORE_APPLY",
                "COMMIT_AFTER_LEDGER",
                "COMMIT_AFTER_RECORDS",
                "COMMIT_AFTER_COMMIT",
                "COMMIT_BEFORE_RECORDED"
            })
    void deliversExactlyOnceWhenTheJobCrashes(Label label) throws Exception {
        LoggedRun run = new LoggedRun(totals().build());
        try {
            run.run(RECORDS, new Once(label, () -> {
                throw new Crash();
            }));
        } catch (Crash e) {
            assertThat(run.position()).isEqualTo(30);
        }
        assertThat(run.position()).as("crashed").isLessThan(RECORDS);
        run.run(RECORDS, FaultInjector.NONE);
        assertExactlyOnce();
    }

    @ParameterizedTest
    @EnumSource(names = {"COMMIT_BEFORE_APPLY", "COMMIT_AFTER_LEDGER", "COMMIT_AFTER_RECORDS", "COMMIT_AFTER_COMMIT"})
    void deliversExactlyOnceWhenTheServerIsKilled(Label label) throws Exception {
        Once kill = new Once(label, () -> {
            database.server().kill();
            database.server().restart();
        });
        new LoggedRun(totals().build()).run(RECORDS, kill);

        assertThat(kill.hasActed()).isTrue();
        assertExactlyOnce();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void deliversExactlyOnceWhenACommitsReplyOrRequestIsLost(boolean reply) throws Exception {
        try (FaultProxy proxy = FaultProxy.to(database.port())) {
            CutPoint point = reply ? database.replyToCommitLost() : CutPoint.requestLost("COMMIT");
            Once cut = new Once(Label.COMMIT_AFTER_RECORDS, () -> proxy.arm(point));
            Once lookUp = new Once(Label.IN_DOUBT_BEFORE_LOOKUP, 1, () -> {});
            new LoggedRun(totals().url(database.urlThrough(proxy)).build()).run(RECORDS, label -> {
                cut.at(label);
                lookUp.at(label);
            });
            assertThat(lookUp.hasActed()).as("asked the ledger").isTrue();
        }
        assertExactlyOnce();
    }
}
