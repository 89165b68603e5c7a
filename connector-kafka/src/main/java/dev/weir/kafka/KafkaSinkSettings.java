package dev.weir.kafka;

import java.time.Duration;

/**
 * What a sink is configured to do.
 *
 * @param transactionTimeout after which the coordinator ends a transaction
 * @param queueBytes what may wait for an older unit's commit before a transaction is given up
 */
record KafkaSinkSettings<T>(
        KafkaConnection connection,
        RecordMapping<T> mapping,
        String ledgerTopic,
        String deadLetterTopic,
        Duration transactionTimeout,
        int queueBytes) {}
