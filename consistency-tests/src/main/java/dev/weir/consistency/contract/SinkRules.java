package dev.weir.consistency.contract;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import dev.weir.consistency.contract.Rule.Kind;
import dev.weir.consistency.contract.Rule.NotApplicable;
import dev.weir.consistency.history.Anomaly;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.guarantee.Finding;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.Sink;
import dev.weir.sink.SupportsProbe;
import dev.weir.sink.SupportsWriteAheadLog;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What holds for every sink. */
final class SinkRules {
    private static final Set<DeliveryStrategy> EVERY = EnumSet.allOf(DeliveryStrategy.class);
    private static final Set<DeliveryStrategy> LOGGED =
            EnumSet.of(DeliveryStrategy.WRITE_AHEAD_LOG, DeliveryStrategy.TWO_PHASE_INSURED);

    private SinkRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule(
                        1,
                        Kind.REQUIRED,
                        "a sink declares the strategies that it is used by",
                        EVERY,
                        Anomaly.LOSS,
                        SinkRules::declares),
                new Rule(
                        2,
                        Kind.OPTIONAL,
                        "a codec reads what it wrote",
                        LOGGED,
                        Anomaly.PHANTOM,
                        SinkRules::codecReadsWhatItWrote),
                new Rule(
                        3,
                        Kind.REQUIRED,
                        "two sinks made alike write segments in the same format",
                        LOGGED,
                        Anomaly.LIVELOCK,
                        SinkRules::formatIsNamedAlike),
                new Rule(
                        4,
                        Kind.OPTIONAL,
                        "a probe says why it trusts the destination, or what to mend",
                        EVERY,
                        Anomaly.LOSS,
                        SinkRules::probeSaysWhy),
                new Rule(
                        5,
                        Kind.REQUIRED,
                        "a probe changes nothing",
                        EVERY,
                        Anomaly.PHANTOM,
                        SinkRules::probeChangesNothing));
    }

    private static void declares(Stage stage) throws Exception {
        Sink<OutputRecord> sink = stage.sink();
        stage.expect(
                sink.strategies().contains(stage.strategy()),
                sink.kind() + " declares " + sink.strategies() + " and not " + stage.strategy());
    }

    @SuppressWarnings("unchecked")
    private static Codec<OutputRecord> codec(Stage stage) throws Exception {
        return ((SupportsWriteAheadLog<OutputRecord>) stage.sink())
                .recordCodec(CodecRegistry.of(List.of(OutputRecord.class), Map.of()));
    }

    private static void codecReadsWhatItWrote(Stage stage) throws Exception {
        Codec<OutputRecord> codec = codec(stage);
        for (OutputRecord record : stage.records(1, 0, 20)) {
            ByteWriter out = new ByteWriter(64);
            codec.encode(record, out);
            stage.expect(
                    codec.width() == Codec.VARIABLE || codec.width() == out.size(),
                    "the codec says that it writes " + codec.width() + " bytes and wrote " + out.size());
            OutputRecord read = codec.duplicate().decode(new ByteReader(out.array(), 0, out.size()));
            stage.expect(record.equals(read), "the codec wrote " + record + " and read " + read);
        }
    }

    private static void formatIsNamedAlike(Stage stage) throws Exception {
        Codec<OutputRecord> one = codec(stage);
        Codec<OutputRecord> other = codec(stage);
        stage.expect(
                one.fingerprint().equals(other.fingerprint()),
                "the fingerprints are " + one.fingerprint() + " and " + other.fingerprint());
    }

    private static SupportsProbe probe(Stage stage) throws Exception {
        if (stage.sink() instanceof SupportsProbe probe) {
            return probe;
        }
        throw new NotApplicable("the sink has no probe");
    }

    private static void probeSaysWhy(Stage stage) throws Exception {
        SupportsProbe probe = probe(stage);
        List<Finding> findings = probe.probe(stage.strategy());
        stage.expect(!findings.isEmpty(), "the probe says nothing");
        for (Finding finding : findings) {
            stage.expect(
                    finding.limit().compareTo(stage.strategy().guarantee()) >= 0
                            || !finding.mend().isEmpty(),
                    "the probe says that " + finding.subject() + " limits the guarantee and not how to mend it");
        }
    }

    private static void probeChangesNothing(Stage stage) throws Exception {
        SupportsProbe probe = probe(stage);
        List<Finding> first = probe.probe(stage.strategy());
        stage.expectVisible(List.of(), "after a probe");
        List<Finding> second = probe.probe(stage.strategy());
        stage.expect(first.equals(second), "a second probe finds " + second + " instead of " + first);
    }
}
