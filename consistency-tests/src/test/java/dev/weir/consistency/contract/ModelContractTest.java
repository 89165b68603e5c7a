package dev.weir.consistency.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.model.BulkIndexModel;
import dev.weir.consistency.model.DatabaseModel;
import dev.weir.consistency.model.KeyValueModel;
import dev.weir.consistency.model.Mistake;
import dev.weir.consistency.model.TransactionLogModel;
import dev.weir.consistency.model.XaModel;
import dev.weir.consistency.subject.Destination;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.sink.DeliveryStrategy;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Model destinations keep the rules that real ones are held to. */
final class ModelContractTest {
    static Stream<ModelSubject> models() {
        return Stream.of(
                new ModelSubject("model-database", DatabaseModel::ofRecords),
                new ModelSubject("model-database-by-key", DatabaseModel::ofLatest),
                new ModelSubject("model-transaction-log", () -> TransactionLogModel.expiringAfter(Duration.ofHours(1))),
                new ModelSubject("model-xa", XaModel::keeping),
                new ModelSubject("model-key-value", KeyValueModel::create),
                new ModelSubject("model-bulk-index", BulkIndexModel::ofRecords),
                new ModelSubject("model-bulk-index-by-key", BulkIndexModel::ofLatest));
    }

    @ParameterizedTest
    @MethodSource("models")
    void modelKeepsEveryRule(ModelSubject subject) throws Exception {
        Destination destination = subject.start();
        for (DeliveryStrategy strategy : subject.strategies()) {
            List<CaseResult> results = ContractCheck.run(subject, destination, strategy);

            assertThat(results)
                    .filteredOn(result -> result.verdict() != Verdict.PASS)
                    .extracting(result -> strategy + " " + result.name() + ": " + result.reason())
                    .isEmpty();
        }
    }

    /** What no simulation shows, because all of its processes share one checkpoint store. */
    @Test
    void rulesNoticeALogWhoseFenceLeavesNoEntry() throws Exception {
        ModelSubject subject = new ModelSubject(
                "no fence entry", () -> TransactionLogModel.expiringAfter(Duration.ofHours(1), Mistake.NO_FENCE_ENTRY));

        assertThat(ContractCheck.run(subject, subject.start(), DeliveryStrategy.WRITE_AHEAD_LOG))
                .filteredOn(result -> result.verdict() == Verdict.VIOLATION)
                .extracting(result -> result.name().substring(0, 7))
                .contains("WEIR-16", "WEIR-17", "WEIR-18");
    }
}
