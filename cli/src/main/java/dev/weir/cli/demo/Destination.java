package dev.weir.cli.demo;

/** Where results go. */
enum Destination {
    TABLE("table", "PostgreSQL"),
    TOPIC("topic", "Kafka");

    private final String label;
    private final String product;

    Destination(String label, String product) {
        this.label = label;
        this.product = product;
    }

    String product() {
        return product;
    }

    @Override
    public String toString() {
        return label;
    }
}
