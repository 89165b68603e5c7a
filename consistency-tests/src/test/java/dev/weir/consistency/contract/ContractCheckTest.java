package dev.weir.consistency.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.history.Promise;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.subject.Destination;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.Sink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ContractCheckTest {
    private static List<CaseResult> check(Flaw flaw, Promise idempotent, DeliveryStrategy strategy) throws Exception {
        ShelfSink sink = new ShelfSink(flaw, idempotent);
        return ContractCheck.run(sink, sink.start(), strategy);
    }

    @ParameterizedTest
    @EnumSource(DeliveryStrategy.class)
    void goodSinkKeepsEveryRule(DeliveryStrategy strategy) throws Exception {
        for (Promise promise : List.of(Promise.EXACTLY_ONCE_RECORDS, Promise.LATEST_BY_KEY)) {
            List<CaseResult> results = check(Flaw.NONE, promise, strategy);

            assertThat(results)
                    .hasSize(ContractCheck.rules(strategy))
                    .allSatisfy(result ->
                            assertThat(result.verdict()).as(result.toString()).isEqualTo(Verdict.PASS))
                    .noneSatisfy(result -> assertThat(result.reason()).startsWith("not kept"));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Flaw.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void flawIsNoticedByItsRules(Flaw flaw) throws Exception {
        Set<Integer> broken = new TreeSet<>();
        for (DeliveryStrategy strategy : DeliveryStrategy.values()) {
            for (CaseResult result : check(flaw, Promise.LATEST_BY_KEY, strategy)) {
                if (result.verdict() == Verdict.VIOLATION) {
                    assertThat(result.violations()).hasSize(1);
                }
                if (result.verdict() == Verdict.VIOLATION || result.reason().startsWith("not kept")) {
                    broken.add(Integer.parseInt(result.name().substring(5, 7)));
                }
            }
        }

        assertThat(broken).containsAll(flaw.rules());
    }

    @Test
    void everyRuleNoticesSomeFlaw() {
        Set<Integer> noticing = new TreeSet<>();
        for (Flaw flaw : Flaw.values()) {
            noticing.addAll(flaw.rules());
        }
        List<Integer> numbers = Rule.all().stream().map(Rule::number).toList();

        System.out.printf(
                "rules of the contract with a sink that breaks them %d/%d%n", noticing.size(), numbers.size());

        assertThat(noticing).containsExactlyElementsOf(numbers);
        assertThat(numbers).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void brokenRuleHasTheCallsAsItsWitness() throws Exception {
        List<CaseResult> broken = check(Flaw.OLDER_COMMITS, Promise.LATEST_BY_KEY, DeliveryStrategy.TWO_PHASE).stream()
                .filter(result -> result.verdict() == Verdict.VIOLATION)
                .toList();

        assertThat(broken).singleElement().satisfies(result -> {
            assertThat(result.name()).isEqualTo("WEIR-38 an older attempt cannot commit");
            assertThat(result.reason()).isEqualTo("commit by attempt 1 after the fence of attempt 2 was not refused");
            assertThat(result.violations().get(0).witness().steps())
                    .extracting(step -> step.lane() + " " + step.text())
                    .contains("attempt 1 commit unit 1: Committed[deadLetters=0]");
        });
    }

    @Test
    void sinkThatHangsIsStuckAndTheCheckEnds() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        ShelfSink shelf = new ShelfSink(Flaw.NONE, Promise.LATEST_BY_KEY);
        SinkUnderTest hanging = new SinkUnderTest() {
            @Override
            public String name() {
                return "hanging";
            }

            @Override
            public List<DeliveryStrategy> strategies() {
                return shelf.strategies();
            }

            @Override
            public Destination start() {
                return shelf.start();
            }

            @Override
            public Sink<OutputRecord> create(String address, DeliveryStrategy strategy) throws Exception {
                never.await();
                throw new IllegalStateException("awake");
            }
        };

        List<CaseResult> results =
                ContractCheck.run(hanging, shelf.start(), DeliveryStrategy.IDEMPOTENT, Duration.ofMillis(100));

        List<Verdict> verdicts =
                results.stream().map(CaseResult::verdict).collect(Collectors.toCollection(ArrayList::new));
        assertThat(verdicts.subList(0, 2)).containsOnly(Verdict.STUCK);
        assertThat(verdicts.subList(2, verdicts.size())).containsOnly(Verdict.INCONCLUSIVE);
        assertThat(results.get(0).reason()).isEqualTo("it did not return within 100 ms; no call had returned");
    }
}
