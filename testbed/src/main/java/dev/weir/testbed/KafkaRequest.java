package dev.weir.testbed;

/** A kind of request in Kafka's protocol, by its API key. A {@link FaultProxy} that reads Kafka finds it, and the reply to it. */
public enum KafkaRequest {
    PRODUCE(0),
    FETCH(1),
    LIST_OFFSETS(2),
    METADATA(3),
    OFFSET_COMMIT(8),
    OFFSET_FETCH(9),
    FIND_COORDINATOR(10),
    JOIN_GROUP(11),
    HEARTBEAT(12),
    LEAVE_GROUP(13),
    SYNC_GROUP(14),
    API_VERSIONS(18),
    CREATE_TOPICS(19),
    DELETE_TOPICS(20),
    INIT_PRODUCER_ID(22),
    /** Not sent by clients that speak transaction version 2: there the first Produce to a partition adds it. */
    ADD_PARTITIONS_TO_TXN(24),
    /** Likewise: there TxnOffsetCommit adds the group. */
    ADD_OFFSETS_TO_TXN(25),
    END_TXN(26),
    TXN_OFFSET_COMMIT(28),
    DESCRIBE_CONFIGS(32),
    DESCRIBE_TRANSACTIONS(65),
    LIST_TRANSACTIONS(66);

    private final int apiKey;

    KafkaRequest(int apiKey) {
        this.apiKey = apiKey;
    }

    public int apiKey() {
        return apiKey;
    }
}
