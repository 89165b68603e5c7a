package dev.weir.kafka;

import dev.weir.guarantee.Finding;
import dev.weir.guarantee.Guarantee;
import dev.weir.sink.DeliveryStrategy;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.TopicConfig;

/** Looks at what decides whether a cluster keeps what it acknowledges, and for how long; changes nothing. */
final class KafkaSinkProbe {
    private static final Set<DeliveryStrategy> TRANSACTIONAL =
            EnumSet.of(DeliveryStrategy.TWO_PHASE_INSURED, DeliveryStrategy.WRITE_AHEAD_LOG);
    private static final String TRANSACTION_MAX_TIMEOUT = "transaction.max.timeout.ms";
    private static final short TRANSACTIONS_WITH_EPOCHS = 2;

    private final SinkAdmin admin;
    private final KafkaSinkSettings<?> settings;
    private final List<Finding> findings = new ArrayList<>();

    KafkaSinkProbe(SinkAdmin admin, KafkaSinkSettings<?> settings) {
        this.admin = admin;
        this.settings = settings;
    }

    List<Finding> findings(DeliveryStrategy strategy) {
        String topic = settings.mapping().topic();
        if (topic == null) {
            findings.add(Finding.good(
                    subject("topics that each record names"),
                    "they are not known before the records are, so their replication was not looked at"));
        } else {
            topic(topic, true);
        }
        if (TRANSACTIONAL.contains(strategy)) {
            if (admin.partitionsOf(settings.ledgerTopic()) > 0) {
                topic(settings.ledgerTopic(), false);
            } else {
                findings.add(Finding.good(
                        subject("ledger topic " + settings.ledgerTopic()),
                        "it does not exist yet and is created at the start"));
            }
            transactions();
        }
        if (strategy == DeliveryStrategy.IDEMPOTENT) {
            findings.add(new Finding(
                    Guarantee.AT_LEAST_ONCE,
                    subject("strategy IDEMPOTENT"),
                    "a topic is a log: after a failure its readers see records again, older ones of a key behind newer"
                            + " ones; only who keeps the newest value of each key ends with the right ones",
                    "use TWO_PHASE_INSURED"));
        }
        return List.copyOf(findings);
    }

    private String subject(String what) {
        return what + " of " + settings.connection();
    }

    private void topic(String name, boolean target) {
        String subject = subject((target ? "topic " : "ledger topic ") + name);
        TopicDescription description = admin.topic(name);
        Map<String, String> configs = admin.topicConfigs(name);
        int replicas = description.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
        int minimum = Integer.parseInt(configs.getOrDefault(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "1"));
        if (replicas < 2) {
            findings.add(new Finding(
                    Guarantee.AT_MOST_ONCE,
                    subject,
                    "it has a single replica: what is acknowledged is gone with one disk, and a broker that loses power"
                            + " may lose what it has not flushed",
                    "give it three replicas and min.insync.replicas=2"));
        } else if (minimum < 2) {
            findings.add(new Finding(
                    Guarantee.AT_MOST_ONCE,
                    subject,
                    "min.insync.replicas is " + minimum + ": a leader alone may acknowledge what is gone with its disk",
                    "set min.insync.replicas=2"));
        } else if (minimum >= replicas) {
            findings.add(Finding.good(
                    subject,
                    replicas + " replicas, min.insync.replicas=" + minimum
                            + ": what is acknowledged is kept; without any one of them nothing can be written"));
        } else {
            findings.add(Finding.good(
                    subject,
                    replicas + " replicas, min.insync.replicas=" + minimum + ": what is acknowledged is kept"));
        }
        if ("true".equals(configs.get(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG))) {
            findings.add(new Finding(
                    Guarantee.AT_MOST_ONCE,
                    "unclean.leader.election.enable of " + subject,
                    "it is true: a replica that lacks acknowledged records may become the leader",
                    "set it to false"));
        }
        policy(name, target, subject, configs.getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, ""));
    }

    private void policy(String name, boolean target, String subject, String policy) {
        if (!target && !policy.isEmpty() && !policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            findings.add(new Finding(
                    Guarantee.AT_LEAST_ONCE,
                    subject,
                    "cleanup.policy is " + policy + ": its entries expire",
                    "set cleanup.policy=compact on topic " + name));
        }
    }

    private void transactions() {
        FinalizedVersionRange version = admin.await(
                        "ask for the features of the cluster",
                        client -> client.describeFeatures().featureMetadata())
                .finalizedFeatures()
                .get("transaction.version");
        short level = version == null ? 0 : version.maxVersionLevel();
        findings.add(Finding.good(
                subject("transaction.version"),
                level >= TRANSACTIONS_WITH_EPOCHS
                        ? "it is " + level + ": each transaction has an epoch of its own (KIP-890)"
                        : "it is " + level
                                + ": a write of an ended transaction that is very late may open one that hangs (KIP-890)"
                                + " and holds up readers; brokers of 4.0 or later with transaction.version=2 cannot"));
        maxTimeout();
        Node first = nodes().stream().findFirst().orElse(null);
        findings.add(
                nodes().size() > 1 || first == null
                        ? Finding.good(subject("brokers"), nodes().size() + " of them")
                        : new Finding(
                                Guarantee.AT_MOST_ONCE,
                                subject("brokers"),
                                "there is one: the state of transactions has a single replica, too",
                                "run three brokers or more"));
    }

    private void maxTimeout() {
        String subject = subject(TRANSACTION_MAX_TIMEOUT);
        Node node = nodes().stream().findFirst().orElse(null);
        if (node == null) {
            return;
        }
        Map<String, String> configs = admin.brokerConfigs(node.idString());
        if (configs.isEmpty()) {
            findings.add(Finding.good(subject, "it may not be read by this user, so the first start will tell"));
            return;
        }
        long most = Long.parseLong(configs.getOrDefault(TRANSACTION_MAX_TIMEOUT, "900000"));
        long ours = settings.transactionTimeout().toMillis();
        findings.add(
                most >= ours
                        ? Finding.good(subject, "it is " + most + ", the sink's " + ours)
                        : new Finding(
                                Guarantee.AT_MOST_ONCE,
                                subject,
                                "it is " + most + ", below the sink's " + ours + ": no transaction can be opened",
                                "call transactionTimeout(Duration.ofMillis(" + most
                                        + ")) or raise the brokers' limit"));
    }

    private List<Node> nodes() {
        return List.copyOf(admin.await(
                "list the brokers", client -> client.describeCluster().nodes()));
    }
}
