package dev.weir.kafka;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * The compacted topic with the newest entry of each shard. Jobs may share it.
 *
 * <p><b>Threading:</b> safe from any thread; every method blocks for the time of one call of {@link Admin}.
 */
final class LedgerTopic {
    private static final int PARTITIONS = 4;
    /** Small segments that are compacted soon keep what an unknown key costs low: it has to be looked for everywhere. */
    private static final Map<String, String> CONFIGS = Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
            TopicConfig.SEGMENT_BYTES_CONFIG, String.valueOf(16 << 20),
            TopicConfig.SEGMENT_MS_CONFIG, String.valueOf(3_600_000),
            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1",
            TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, String.valueOf(24 * 3_600_000L));

    private final String name;
    private final SinkAdmin calls;

    LedgerTopic(String name, SinkAdmin calls) {
        this.name = name;
        this.calls = calls;
    }

    String name() {
        return name;
    }

    /** The partition of a key; a function of these two for ever. */
    static int partitionOf(String key, int partitions) {
        CRC32C hash = new CRC32C();
        hash.update(key.getBytes(StandardCharsets.UTF_8));
        return (int) (hash.getValue() % partitions);
    }

    /** How many partitions it has, or 0 if it does not exist. */
    int partitions() {
        return calls.partitionsOf(name);
    }

    /**
     * Makes sure that it exists and keeps what is written.
     *
     * @throws WeirException {@code DESTINATION_REJECTED} when it may not be created or its entries would expire
     */
    void ensure() {
        if (partitions() == 0) {
            create();
        }
        requireCompaction();
    }

    private void create() {
        NewTopic topic = new NewTopic(name, Optional.of(PARTITIONS), Optional.empty()).configs(CONFIGS);
        try {
            calls.await(
                    "create the ledger's topic " + name,
                    admin -> admin.createTopics(List.of(topic)).all());
        } catch (WeirException e) {
            if (SinkAdmin.isCausedBy(e, TopicExistsException.class)) {
                calls.awaitTopic(name);
                return;
            }
            if (e.code() != ErrorCode.DESTINATION_REJECTED) {
                throw e;
            }
            throw new WeirException(
                    ErrorCode.DESTINATION_REJECTED,
                    e.getMessage() + ", or create it: kafka-topics.sh --create --topic " + name + " --partitions "
                            + PARTITIONS + " --config cleanup.policy=compact",
                    e);
        }
        // The controller has it; brokers learn of it a moment later.
        calls.awaitTopic(name);
    }

    private void requireCompaction() {
        String policy = configs().getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        if (!policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            throw new WeirException(
                    ErrorCode.DESTINATION_REJECTED,
                    "Cannot use topic " + name + " as the ledger: its entries would expire, and what is committed would"
                            + " be written again: cleanup.policy=" + policy
                            + "; set it to compact (kafka-configs.sh --alter --topic " + name
                            + " --add-config cleanup.policy=compact) or name another topic by ledgerTopic(...)");
        }
    }

    /** Its settings; empty where they may not be read. */
    Map<String, String> configs() {
        return calls.topicConfigs(name);
    }
}
