package dev.weir.jdbc;

import static dev.weir.jdbc.TestShard.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.fault.Label;
import dev.weir.jdbc.Database.Product;
import dev.weir.jdbc.Database.Sale;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.UnitRecords;
import dev.weir.testbed.CutPoint;
import dev.weir.testbed.FaultProxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Product.class)
final class JdbcLedgerShardTest {
    private final Database database;
    private final List<AutoCloseable> opened = new ArrayList<>();

    JdbcLedgerShardTest(Product product) {
        database = Database.create(product);
    }

    @BeforeEach
    void createTable() {
        database.createSaleTable();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    private <C extends AutoCloseable> C closing(C resource) {
        opened.add(resource);
        return resource;
    }

    private LedgerShard<Sale> open(JdbcSinkBuilder<Sale> sink, TestShard context) {
        return closing(sink.build().openShard(context));
    }

    private LedgerShard<Sale> open(TestShard context) {
        return open(database.saleSink(), context);
    }

    private static List<Sale> list(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> new Sale("p" + i, i)).toList();
    }

    private UnitRecords<Sale> sales(int from, int to) {
        return records(list(from, to));
    }

    private UnitRecords<Sale> records(List<Sale> sales) {
        return new TestRecords<>(database.saleSink().build(), sales);
    }

    private static List<String> rows(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "p" + i + "," + i).toList();
    }

    private static void assertCode(ErrorCode code, ThrowingCallable call, String... messages) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(code))
                .satisfies(e -> {
                    for (String message : messages) {
                        assertThat(e).hasMessageContaining(message);
                    }
                });
    }

    @Test
    void writesRecordsAndLedgerTogether() {
        LedgerShard<Sale> shard = open(new TestShard(3, 7));
        LedgerEntry fenced = shard.fence();
        assertThat(fenced).isEqualTo(LedgerEntry.empty(7));

        CommitOutcome outcome = shard.apply(fenced, unit(1, 5), sales(0, 5));
        assertThat(outcome).isEqualTo(new CommitOutcome.Committed());
        assertThat(shard.read()).isEqualTo(fenced.after(unit(1, 5)));
        assertThat(database.sales()).isEqualTo(rows(0, 5));
        assertThat(database.query(
                        "SELECT job, sink, shard, attempt, owner, lineage, sequence, position, digest, checkpoint,"
                                + " records FROM " + database.name("ledger")))
                .containsExactly("shop,sales,3,7,owner7,L1,1,10,1001,101,5");
    }

    @Test
    void writesNothingTheSecondTime() {
        LedgerShard<Sale> shard = open(new TestShard(0, 1));
        LedgerEntry fenced = shard.fence();
        shard.apply(fenced, unit(1, 5), sales(0, 5));

        assertThat(shard.apply(fenced, unit(1, 5), sales(0, 5))).isEqualTo(new CommitOutcome.AlreadyCommitted());
        assertThat(database.sales()).hasSize(5);
    }

    @Test
    void recordsEmptyUnits() {
        LedgerShard<Sale> shard = open(new TestShard(0, 1));
        LedgerEntry fenced = shard.fence();

        assertThat(shard.apply(fenced, unit(1, 0), UnitRecords.none())).isEqualTo(new CommitOutcome.Committed());
        assertThat(shard.fence().sequence()).isEqualTo(1);
    }

    @Test
    void writesManyBatches() {
        LedgerShard<Sale> shard = open(database.saleSink().batchSize(100), new TestShard(0, 1));
        shard.apply(shard.fence(), unit(1, 777), sales(0, 777));

        assertThat(database.sales()).isEqualTo(rows(0, 777));
    }

    @Test
    void knowsNoEntryBeforeItIsFenced() {
        assertThat(open(new TestShard(0, 1)).read()).isNull();
    }

    @Test
    void saysWhatIsThereInsteadOfTheExpected() {
        LedgerShard<Sale> shard = open(new TestShard(0, 1));
        LedgerEntry fenced = shard.fence();
        shard.apply(fenced, unit(1, 5), sales(0, 5));

        assertThat(shard.apply(fenced, unit(2, 5), sales(5, 10)))
                .isInstanceOfSatisfying(
                        CommitOutcome.Lost.class,
                        lost -> assertThat(lost.reason())
                                .contains(
                                        "holds LedgerEntry[attempt=1, lineage=L1, sequence=1, position=10, digest=1001]"
                                                + " instead of LedgerEntry[attempt=1, lineage=, sequence=0, position=0, digest=0]"));
        database.execute("DELETE FROM " + database.name("ledger"));
        assertThat(shard.apply(fenced, unit(1, 5), sales(0, 5)))
                .isInstanceOfSatisfying(
                        CommitOutcome.Lost.class,
                        lost -> assertThat(lost.reason()).contains("is gone from ledger table"));
        assertThat(database.sales()).hasSize(5);
    }

    @Test
    void refusesAnOlderAttemptAndLetsItLook() {
        LedgerShard<Sale> zombie = open(new TestShard(0, 1));
        LedgerEntry fenced = zombie.fence();
        open(new TestShard(0, 2)).fence();

        assertThat(zombie.apply(fenced, unit(1, 5), sales(0, 5)))
                .as("its session was ended")
                .isInstanceOf(CommitOutcome.RetryLater.class);
        assertCode(ErrorCode.FENCED, () -> zombie.apply(fenced, unit(1, 5), sales(0, 5)));
        assertThat(zombie.read()).isEqualTo(LedgerEntry.empty(2));
        assertCode(
                ErrorCode.FENCED,
                zombie::fence,
                "a newer attempt has taken over: LedgerEntry[attempt=2, ",
                "give the rows free by UPDATE ",
                "SET attempt = 0 WHERE job = 'shop' AND sink = 'sales'");
        assertThat(database.sales()).isEmpty();
    }

    @Test
    void fencesAgainWithoutHarm() {
        LedgerShard<Sale> shard = open(new TestShard(0, 1));
        LedgerEntry after = shard.fence().after(unit(1, 5));
        shard.apply(shard.fence(), unit(1, 5), sales(0, 5));

        assertThat(shard.fence()).isEqualTo(after);
    }

    @Test
    void endsAZombieInsideItsTransactionAtOnce() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        LedgerShard<Sale> zombie = open(new TestShard(0, 1, label -> {
            if (label == Label.COMMIT_AFTER_LEDGER) {
                inside.countDown();
                await(goOn);
            }
        }));
        LedgerEntry fenced = zombie.fence();
        CompletableFuture<CommitOutcome> commit =
                CompletableFuture.supplyAsync(() -> zombie.apply(fenced, unit(1, 5), sales(0, 5)));
        await(inside);

        LedgerShard<Sale> live = open(new TestShard(0, 2));
        LedgerEntry taken = live.fence();
        assertThat(taken.sequence()).isZero();
        goOn.countDown();
        assertThat(commit.get(10, TimeUnit.SECONDS))
                .isInstanceOfAny(CommitOutcome.RetryLater.class, CommitOutcome.InDoubt.class);
        assertThat(live.apply(taken, unit(1, 5), sales(0, 5))).isEqualTo(new CommitOutcome.Committed());
        assertCode(ErrorCode.FENCED, () -> zombie.apply(fenced, unit(1, 5), sales(0, 5)));
        assertThat(database.sales()).hasSize(5);
    }

    @Test
    void endsAZombieThatStopsInsideItsTransaction() {
        LedgerShard<Sale> live = open(database.saleSink().lockTimeout(Duration.ofSeconds(20)), new TestShard(0, 2));
        LedgerShard<Sale> zombie =
                open(database.saleSink().statementTimeout(Duration.ofMillis(100)), new TestShard(0, 1, label -> {
                    if (label == Label.COMMIT_AFTER_LEDGER) {
                        // Waits behind the zombie's lock until the server ends the zombie's session.
                        assertThat(live.fence().sequence()).isZero();
                    }
                }));
        LedgerEntry fenced = zombie.fence();

        assertThat(zombie.apply(fenced, unit(1, 5), sales(0, 5))).isInstanceOf(CommitOutcome.RetryLater.class);
        assertCode(ErrorCode.FENCED, () -> zombie.apply(fenced, unit(1, 5), sales(0, 5)));
        assertThat(database.sales()).isEmpty();
    }

    @Test
    void commitsShardsInParallel() {
        JdbcSink<Sale> sink = database.saleSink().build();
        LedgerShard<Sale> second = closing(sink.openShard(new TestShard(1, 1)));
        LedgerEntry fencedSecond = second.fence();
        LedgerShard<Sale> first = closing(sink.openShard(new TestShard(0, 1, label -> {
            if (label == Label.COMMIT_AFTER_RECORDS) {
                assertThat(second.apply(fencedSecond, unit(1, 2), sales(5, 7)))
                        .isEqualTo(new CommitOutcome.Committed());
                assertThat(database.sales()).as("seen by others").isEqualTo(rows(5, 7));
            }
        })));

        assertThat(first.apply(first.fence(), unit(1, 5), sales(0, 5))).isEqualTo(new CommitOutcome.Committed());
        assertThat(database.sales()).isEqualTo(rows(0, 7));
    }

    @Test
    void isInDoubtWhenTheReplyToACommitIsLost() {
        try (FaultProxy proxy = FaultProxy.to(database.port())) {
            LedgerShard<Sale> shard = open(database.saleSink().url(database.urlThrough(proxy)), new TestShard(0, 1));
            LedgerEntry fenced = shard.fence();
            proxy.arm(database.replyToCommitLost());

            assertThat(shard.apply(fenced, unit(1, 5), sales(0, 5))).isInstanceOf(CommitOutcome.InDoubt.class);
            assertThat(shard.read()).isEqualTo(fenced.after(unit(1, 5)));
            assertThat(shard.apply(fenced, unit(1, 5), sales(0, 5))).isEqualTo(new CommitOutcome.AlreadyCommitted());
            assertThat(database.sales()).hasSize(5);
        }
    }

    @Test
    void isInDoubtWhenACommitDoesNotArrive() {
        try (FaultProxy proxy = FaultProxy.to(database.port())) {
            LedgerShard<Sale> shard = open(database.saleSink().url(database.urlThrough(proxy)), new TestShard(0, 1));
            LedgerEntry fenced = shard.fence();
            proxy.arm(CutPoint.requestLost("COMMIT"));

            assertThat(shard.apply(fenced, unit(1, 5), sales(0, 5))).isInstanceOf(CommitOutcome.InDoubt.class);
            assertThat(shard.read()).isEqualTo(fenced);
            assertThat(shard.apply(fenced, unit(1, 5), sales(0, 5))).isEqualTo(new CommitOutcome.Committed());
            assertThat(database.sales()).hasSize(5);
        }
    }

    @Test
    void triesLaterWhenTheConnectionBreaksBeforeTheCommit() {
        try (FaultProxy proxy = FaultProxy.to(database.port())) {
            LedgerShard<Sale> shard = open(database.saleSink().url(database.urlThrough(proxy)), new TestShard(0, 1));
            LedgerEntry fenced = shard.fence();
            proxy.arm(CutPoint.requestLost(database.isPostgres() ? "COPY " : "INSERT INTO"));

            assertThat(shard.apply(fenced, unit(1, 5), sales(0, 5))).isInstanceOf(CommitOutcome.RetryLater.class);
            assertThat(shard.apply(fenced, unit(1, 5), sales(0, 5))).isEqualTo(new CommitOutcome.Committed());
            assertThat(database.sales()).hasSize(5);
        }
    }

    @Test
    void triesLaterWhenTheServerIsKilledInTheMiddle() {
        boolean[] killed = new boolean[1];
        JdbcSinkBuilder<Sale> impatient = database.saleSink().connectTimeout(Duration.ofSeconds(2));
        LedgerShard<Sale> shard = open(impatient, new TestShard(0, 1, label -> {
            if (label == Label.COMMIT_AFTER_RECORDS && !killed[0]) {
                killed[0] = true;
                database.server().kill();
            }
        }));
        LedgerEntry fenced = shard.fence();
        CommitOutcome outcome = shard.apply(fenced, unit(1, 5), sales(0, 5));
        assertThat(outcome).as("the commit was sent").isInstanceOf(CommitOutcome.InDoubt.class);
        assertCode(ErrorCode.DESTINATION_UNAVAILABLE, shard::read, "Cannot read ledger table");
        assertThat(shard.apply(fenced, unit(1, 5), sales(0, 5))).isInstanceOf(CommitOutcome.RetryLater.class);

        database.server().restart();
        assertThat(shard.read()).isEqualTo(fenced);
        assertThat(shard.apply(fenced, unit(1, 5), sales(0, 5))).isEqualTo(new CommitOutcome.Committed());
        assertThat(database.sales()).isEqualTo(rows(0, 5));
    }

    @Test
    void remembersACommitWhenTheServerIsKilledAfterIt() {
        boolean[] killed = new boolean[1];
        LedgerShard<Sale> shard = open(new TestShard(0, 1, label -> {
            if (label == Label.COMMIT_AFTER_COMMIT && !killed[0]) {
                killed[0] = true;
                database.server().kill();
                database.server().restart();
            }
        }));
        LedgerEntry fenced = shard.fence();
        shard.apply(fenced, unit(1, 5), sales(0, 5));

        CommitOutcome outcome = new CommitOutcome.RetryLater(new IllegalStateException());
        for (int i = 0; i < 10 && outcome instanceof CommitOutcome.RetryLater; i++) {
            outcome = shard.apply(fenced, unit(1, 5), sales(0, 5));
        }
        assertThat(outcome).isEqualTo(new CommitOutcome.AlreadyCommitted());
        assertThat(database.sales()).isEqualTo(rows(0, 5));
    }

    @Test
    void doesNotHangWhenTheServerIsSilent() {
        LedgerShard<Sale> shard = open(
                database.saleSink().statementTimeout(Duration.ofMillis(800)).connectTimeout(Duration.ofSeconds(1)),
                new TestShard(0, 1, label -> {
                    if (label == Label.COMMIT_AFTER_RECORDS) {
                        database.server().pause();
                    }
                }));
        LedgerEntry fenced = shard.fence();
        try {
            assertThat(shard.apply(fenced, unit(1, 5), sales(0, 5))).isInstanceOf(CommitOutcome.InDoubt.class);
            assertCode(ErrorCode.DESTINATION_UNAVAILABLE, shard::read);
        } finally {
            database.server().resume();
        }
        LedgerShard<Sale> next = open(new TestShard(0, 2));
        LedgerEntry taken = next.fence();
        CommitOutcome outcome = next.apply(taken, unit(1, 5), sales(0, 5));
        assertThat(outcome)
                .isEqualTo(
                        taken.sequence() == 1 ? new CommitOutcome.AlreadyCommitted() : new CommitOutcome.Committed());
        assertThat(database.sales()).isEqualTo(rows(0, 5));
    }

    @Test
    void triesLaterWhenARecordsRowIsLockedForTooLong() {
        database.execute("CREATE UNIQUE INDEX sale_product ON " + database.name("sale") + " (product)");
        LedgerShard<Sale> holder = open(new TestShard(1, 1));
        LedgerEntry fencedHolder = holder.fence();
        LedgerShard<Sale> blocked = open(database.saleSink().lockTimeout(Duration.ofMillis(100)), new TestShard(0, 1));
        LedgerEntry fenced = blocked.fence();
        LedgerShard<Sale> inside = open(new TestShard(1, 1, label -> {
            if (label == Label.COMMIT_AFTER_RECORDS) {
                assertThat(blocked.apply(fenced, unit(1, 1), sales(0, 1))).isInstanceOf(CommitOutcome.RetryLater.class);
            }
        }));

        assertThat(inside.apply(fencedHolder, unit(1, 1), sales(0, 1))).isEqualTo(new CommitOutcome.Committed());
    }

    @Test
    void namesTheRecordThatTheDatabaseRefuses() {
        LedgerShard<Sale> shard = open(new TestShard(0, 1));
        LedgerEntry fenced = shard.fence();
        List<Sale> records = new ArrayList<>(list(0, 200));
        records.set(137, new Sale("refund", -5));

        assertCode(
                ErrorCode.DESTINATION_REJECTED,
                () -> shard.apply(fenced, unit(1, 200), records(records)),
                "Cannot write to table \"",
                "sale_amount_check",
                ", record 137 of unit 1, product=refund, amount=-5; correct the table, the mapping or the data");
        assertThat(database.sales()).isEmpty();
        assertThat(shard.read()).isEqualTo(fenced);
    }

    @Test
    void writesNothingWhenARecordCannotBeRead() {
        LedgerShard<Sale> shard = open(new TestShard(0, 1));
        LedgerEntry fenced = shard.fence();
        UnitRecords<Sale> rotten = records(new AbstractList<>() {
            @Override
            public Sale get(int index) {
                if (index == 4) {
                    throw new WeirException(ErrorCode.CHECKPOINT_CORRUPT, "Cannot read a segment");
                }
                return new Sale("p" + index, index);
            }

            @Override
            public int size() {
                return 5;
            }
        });

        assertCode(ErrorCode.CHECKPOINT_CORRUPT, () -> shard.apply(fenced, unit(1, 5), rotten));
        assertThat(shard.read()).isEqualTo(fenced);
        assertThat(database.sales()).isEmpty();
    }

    @Test
    void keepsJobsAndSinksApartInOneLedger() {
        open(new TestShard(0, 5)).fence();
        LedgerShard<Sale> other = open(new TestShard(1, 2));
        assertThat(other.fence()).isEqualTo(LedgerEntry.empty(2));
    }

    @Test
    void obeysOfTwoOwnersWithTheSameAttemptOnlyTheFirst() {
        LedgerShard<Sale> first = open(new TestShard(0, 1).ownedBy("first"));
        LedgerEntry fenced = first.fence();
        LedgerShard<Sale> second = open(new TestShard(0, 1).ownedBy("second"));

        assertCode(
                ErrorCode.FENCED,
                second::fence,
                "another process with the same attempt number has taken over, as when the checkpoint folder was"
                        + " copied: LedgerEntry[attempt=1, ");
        assertCode(ErrorCode.FENCED, () -> second.apply(fenced, unit(1, 5), sales(0, 5)));
        assertThat(database.sales()).isEmpty();
        assertThat(first.apply(fenced, unit(1, 5), sales(0, 5))).isEqualTo(new CommitOutcome.Committed());
        assertThat(database.sales()).hasSize(5);
    }

    @Test
    void tellsJobsApartByEveryCharacter() {
        Ledger ledger = new Ledger(TableName.parse(database.name("ledger")), database.dialect());
        open(new TestShard(0, 1));
        try (Connection connection = DriverManager.getConnection(database.url())) {
            for (String job : List.of("job", "JOB", "job ", "jöb")) {
                ledger.claim(connection, new Ledger.Key(job, "s".repeat(255), 0), 1, "me");
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        assertThat(database.query("SELECT job FROM " + database.name("ledger"))).hasSize(4);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
