package dev.weir.consistency.builtin;

/**
 * How a sink finds the topics of one case: {@code host:port/number}.
 *
 * @param number of the case
 */
record KafkaAddress(String bootstrapServers, int number) {
    static KafkaAddress parse(String text) {
        int slash = text.indexOf('/');
        return new KafkaAddress(text.substring(0, slash), Integer.parseInt(text.substring(slash + 1)));
    }

    KafkaAddress by(String otherServers) {
        return new KafkaAddress(otherServers, number);
    }

    String topic() {
        return "records-" + number;
    }

    String ledger() {
        return "ledger-" + number;
    }

    @Override
    public String toString() {
        return bootstrapServers + "/" + number;
    }
}
