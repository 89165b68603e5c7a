package dev.weir.kafka;

import dev.weir.codec.Codec;
import dev.weir.guarantee.Finding;
import dev.weir.source.Boundedness;
import dev.weir.source.DeclaresReplay;
import dev.weir.source.DiscoversSplits;
import dev.weir.source.Source;
import dev.weir.source.SourceReader;
import dev.weir.source.SourceReaderContext;
import dev.weir.source.SourceSplit;
import dev.weir.source.SplitDiscovery;
import dev.weir.source.SplitPlanContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads topics of Kafka, endless or up to a given end.
 *
 * <pre>{@code
 * KafkaSource<Order> orders = KafkaSource.builder(KafkaDeserializer.json(Order.class))
 *         .bootstrapServers("broker-1:9092,broker-2:9092")
 *         .topics("orders")
 *         .startingOffsets(KafkaOffsets.earliest())
 *         .groupId("billing")
 *         .build();
 * env.fromSource(orders, WatermarkStrategy.<Order>forMonotonousTimestamps(), "orders")
 * }</pre>
 *
 * <p><b>Positions.</b> Where each partition begins is decided once, at a start without a checkpoint. From then on the positions
 * in the checkpoints count, and nothing else: a job that is restarted reads on at exactly the record behind its checkpoint, also
 * with another parallelism. A {@code groupId} is for those who look on: the offsets of each completed checkpoint are committed
 * there, so that lag tools work; a commit that fails is counted ({@code failedOffsetCommits}) and logged, and changes nothing.
 *
 * <p><b>Nothing is skipped in silence.</b> Records that the topic's retention has deleted before they were read fail the job with
 * the partition, the wanted and the first available offset, and how many are missing, unless {@code continueOnMissingRecords()}
 * says to count them ({@code missingRecords}) and go on. A partition that ends before its position (the topic was deleted and
 * created again, or an unclean leader election has lost records) always fails the job, and so does a topic that is deleted.
 *
 * <p><b>Transactions.</b> Only records of committed transactions are read ({@code isolation.level=read_committed}), in the order of
 * their offsets; a transaction that stays open holds its partitions back.
 *
 * <p><b>Event time.</b> Each record comes with its timestamp. Watermarks follow each partition on its own; give the strategy an
 * idleness if partitions may be silent, and an alignment if fast ones should not race ahead.
 *
 * <p><b>Growth.</b> An endless source looks for new partitions every ten seconds unless told otherwise, and for new topics if a
 * pattern names them, also right after a restart. What is new is read from its beginning: a new topic from the first record that is
 * there, a new partition of a topic that is read already from its offset 0, so that it counts as missing what retention has taken.
 *
 * <p><b>Outages.</b> When brokers go away, the source waits and reconnects, and no record is lost or doubled. A cluster that cannot
 * be reached for longer than {@code brokerTimeout} (two minutes) fails the job, whose restart settings decide then.
 *
 * @param <T> the job's records
 */
public final class KafkaSource<T>
        implements Source<T, KafkaSource.Split>, DiscoversSplits<KafkaSource.Split>, DeclaresReplay {
    private final KafkaSourceSettings<T> settings;

    KafkaSource(KafkaSourceSettings<T> settings) {
        this.settings = settings;
    }

    public static <T> KafkaSourceBuilder<T> builder(KafkaDeserializer<T> deserializer) {
        return new KafkaSourceBuilder<>(deserializer);
    }

    /**
     * A partition.
     *
     * @param topicId the topic's identity, which a topic of the same name does not have that is created after this one is deleted
     * @param offset of the next record
     * @param leaderEpoch of the record before, or {@link #NO_EPOCH}; tells if the log was cut off and written anew behind it
     * @param end the offset before which to stop, or {@link #NO_END}
     */
    public record Split(String topic, int partition, String topicId, long offset, int leaderEpoch, long end)
            implements SourceSplit {
        static final int NO_EPOCH = -1;
        static final long NO_END = Long.MAX_VALUE;

        /** With the topic's identity, so that a topic that was created again is another one. */
        @Override
        public String splitId() {
            return idOf(topicPartition(), topicId);
        }

        static String idOf(TopicPartition partition, String topicId) {
            return partition + "@" + topicId;
        }

        /** The records left of a bounded partition; one for each partition of an endless source. */
        @Override
        public long weight() {
            return end == NO_END ? 1 : Math.max(1, end - offset);
        }

        TopicPartition topicPartition() {
            return new TopicPartition(topic, partition);
        }

        OffsetAndMetadata toOffset() {
            return new OffsetAndMetadata(
                    offset, leaderEpoch == NO_EPOCH ? Optional.empty() : Optional.of(leaderEpoch), "");
        }
    }

    @Override
    public Boundedness boundedness() {
        return settings.bounded() ? Boundedness.BOUNDED : Boundedness.UNBOUNDED;
    }

    @Override
    public List<Split> planSplits(SplitPlanContext context) throws InterruptedException {
        return KafkaSplitPlanner.plan(settings);
    }

    @Override
    public SplitDiscovery<Split> discovery(SplitPlanContext context) {
        return PartitionDiscovery.open(settings);
    }

    /** Also a source that takes no new partitions looks whether those it reads are still there. */
    @Override
    public Duration discoveryInterval() {
        Duration interval = settings.discovery();
        return interval == null ? KafkaSourceBuilder.DEFAULT_DISCOVERY : interval;
    }

    @Override
    public Duration discoveryPatience() {
        return settings.patience();
    }

    @Override
    public SourceReader<Split> createReader(SourceReaderContext<T> context) throws Exception {
        return KafkaSourceReader.open(settings, context);
    }

    @Override
    public Codec<Split> splitCodec() {
        return KafkaSplitCodec.INSTANCE;
    }

    @Override
    public Finding replay() {
        return Finding.good(
                kind(),
                "reads on from the offsets in the checkpoint; records that retention deletes before they are read "
                        + (settings.continueOnMissing() ? "are counted and missing" : "fail the job"));
    }

    @Override
    public String kind() {
        return "kafka";
    }
}
