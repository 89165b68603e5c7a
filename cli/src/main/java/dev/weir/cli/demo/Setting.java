package dev.weir.cli.demo;

/** Where the orders come from. */
enum Setting {
    /** From files into a table. */
    FILES("", 3_000_000, 100_000),
    /** From a topic into a topic and a table. */
    KAFKA(" --kafka", 600_000, 50_000);

    private final String option;
    private final long usualOrders;
    private final long ordersPerKill;

    Setting(String option, long usualOrders, long ordersPerKill) {
        this.option = option;
        this.usualOrders = usualOrders;
        this.ordersPerKill = ordersPerKill;
    }

    /** As on the command line, with a space before it. */
    String option() {
        return option;
    }

    Toll usualKills() {
        return this == FILES ? Toll.ofJob(5) : new Toll(5, 2, 1);
    }

    long usualOrders() {
        return usualOrders;
    }

    /** With fewer, the job may be through before the last kill. */
    long fewestOrders(Toll kills) {
        return ordersPerKill * (kills.total() + 1);
    }
}
