package dev.weir.consistency.checker;

import static dev.weir.consistency.checker.Story.wrote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.consistency.history.Anomaly;
import dev.weir.consistency.history.Conclusion;
import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.Event.End;
import dev.weir.consistency.history.Promise;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.history.Witness;
import org.junit.jupiter.api.Test;

final class HistoryCheckerTest {
    @Test
    void faultThatNeverFiredProvesNothing() {
        Conclusion conclusion = Story.units()
                .expecting("crash at COMMIT_AFTER")
                .starts(1)
                .smoothly(1)
                .conclude();

        assertThat(conclusion.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(conclusion.reason()).isEqualTo("the fault never fired: crash at COMMIT_AFTER");
    }

    @Test
    void faultThatFiredIsEnough() {
        Story story = Story.units()
                .expecting("crash")
                .starts(1)
                .firstHalf(1)
                .fault("crash")
                .secondHalf(1);

        assertThat(story.finished(1).conclude().verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void nothingSeenProvesNothing() {
        assertThat(Story.units().conclude().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(Story.units()
                        .starts(1)
                        .firstHalf(1)
                        .secondHalf(1)
                        .ends(1, End.FINISHED)
                        .conclude()
                        .verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void readerThatContradictsItselfProvesNothing() {
        Conclusion conclusion = Story.of(Promise.EXACTLY_ONCE_RECORDS)
                .starts(1)
                .loses(wrote(1, 0, 0, 0, 1))
                .looked()
                .firstHalf(1)
                .sees(wrote(1, 0, 0, 0, 1))
                .secondHalf(1)
                .finished(1)
                .conclude();

        assertThat(conclusion.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(conclusion.reason()).contains("lost sight of partition 0 offset 0");
    }

    /** A sleeper restarted beside its successor, which worked on a copy of its checkpoints: each had an attempt 2 and a checkpoint 2. */
    @Test
    void attemptOfTwoStoresProvesNothing() {
        Conclusion conclusion = Story.units()
                .starts(1)
                .firstHalf(1)
                .ends(1, End.FROZEN)
                .restarts(2, 1)
                .completes(2, 2, 6, 6)
                .ends(1, End.FAILED)
                .starts(2, 2, 7, 7)
                .completes(2, 3, 8, 8)
                .sees(wrote(2, 1, 0, 4, 8))
                .sees(wrote(2, 1, 1, 4, 8))
                .finished(2)
                .conclude();

        assertThat(conclusion.violations()).isEmpty();
        assertThat(conclusion.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(conclusion.reason())
                .isEqualTo("attempt 2 started twice: one store gives a number once, so this is the history of two");
    }

    @Test
    void attemptWithoutEndIsStuck() {
        Conclusion conclusion = Story.units().starts(1).firstHalf(1).conclude();

        assertThat(conclusion.verdict()).isEqualTo(Verdict.STUCK);
        assertThat(conclusion.reason()).isEqualTo("attempt 1 did not end within its bound");
    }

    @Test
    void engineThatGaveUpWaitingIsStuck() {
        Conclusion conclusion = Story.units()
                .starts(1)
                .firstHalf(1)
                .gaveUp("close() did not return within 5 s")
                .ends(1, End.KILLED)
                .conclude();

        assertThat(conclusion.verdict()).isEqualTo(Verdict.STUCK);
        assertThat(conclusion.reason()).isEqualTo("close() did not return within 5 s");
    }

    @Test
    void killedAttemptWithoutSuccessorIsStuck() {
        assertThat(Story.units().starts(1).firstHalf(1).killed(1).conclude().verdict())
                .isEqualTo(Verdict.STUCK);
    }

    @Test
    void olderAttemptMayEndAfterTheNewest() {
        Conclusion conclusion = Story.units()
                .starts(1)
                .firstHalf(1)
                .ends(1, End.FROZEN)
                .restarts(2, 1)
                .secondHalf(2)
                .finished(2)
                .ends(1, End.FAILED)
                .conclude();

        assertThat(conclusion.verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void errorIsLoudOnlyWhereTheEnvironmentBrokeItsContract() {
        Story loud = Story.units()
                .mayEndLoud()
                .starts(1)
                .firstHalf(1)
                .fault("expiry")
                .ends(1, End.FAILED);
        Story unasked = Story.units().starts(1).firstHalf(1).fault("expiry").ends(1, End.FAILED);
        Story early = Story.units()
                .mayEndLoud()
                .expecting("expiry")
                .starts(1)
                .firstHalf(1)
                .ends(1, End.FAILED);

        assertThat(loud.looked().conclude().verdict()).isEqualTo(Verdict.LOUD_FAIL);
        assertThat(unasked.looked().conclude().verdict()).isEqualTo(Verdict.STUCK);
        assertThat(early.looked().conclude().verdict()).isEqualTo(Verdict.STUCK);
    }

    @Test
    void violationBeatsEverything() {
        Conclusion conclusion = Story.units()
                .mayEndLoud()
                .starts(1)
                .firstHalf(1)
                .fault("expiry")
                .sees(wrote(1, 0, 0, 0, 4))
                .looked()
                .ends(1, End.FAILED)
                .gaveUp("something hung")
                .conclude();

        assertThat(conclusion.verdict()).isEqualTo(Verdict.VIOLATION);
    }

    @Test
    void witnessOfADuplicateHasBothWritersAndWhatLiesBetweenThem() {
        Conclusion conclusion = Story.units()
                .starts(1)
                .firstHalf(1)
                .killed(1)
                .restarts(2, 1)
                .sees(wrote(2, 1, 0, 3, 4))
                .looked()
                .conclude();

        assertThat(conclusion.violations()).singleElement().satisfies(violation -> {
            assertThat(violation.anomaly()).isEqualTo(Anomaly.DUPLICATE);
            assertThat(violation.what()).isEqualTo("out: partition 0 offset 3 is there more than once");
            assertThat(violation.witness().steps())
                    .extracting(Witness.Step::lane)
                    .containsExactly("store", "attempt 1", "reader", "attempt 2", "attempt 2", "reader");
        });
        assertThat(conclusion.reason())
                .isEqualTo("an output is there more than once: out: partition 0 offset 3 is there more than once");
    }

    @Test
    void engineCanStopAtTheFirstViolation() {
        assertThat(Story.units().starts(1).firstHalf(1).checker().damaged()).isFalse();
        assertThat(Story.units().starts(1).sees(wrote(1, 0, 0, 0, 1)).checker().damaged())
                .isTrue();
    }

    @Test
    void manyViolationsOfAKindAreToldInFew() {
        Story story = Story.units().starts(1).firstHalf(1).secondHalf(1);
        for (int i = 0; i < 1000; i++) {
            story.finds("garbage " + i);
        }

        assertThat(story.finished(1).conclude().violations()).hasSize(10);
    }

    @Test
    void refusesAnEventOfAnUnknownSink() {
        HistoryChecker checker = Story.units().starts(1).checker();

        assertThatThrownBy(() -> checker.accept(new Event.LookEnded(0, "other")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sink \"other\"")
                .hasMessageContaining("[out]");
    }

    @Test
    void concludesOnce() {
        HistoryChecker checker = Story.units().starts(1).smoothly(1).checker();
        checker.conclude();

        assertThatThrownBy(checker::conclude).isInstanceOf(IllegalStateException.class);
    }
}
