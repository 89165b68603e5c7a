package dev.weir.cli.demo;

/** The number of orders and what they cost, in one cell or in many. */
record Sums(long orders, long cents) {

    static final Sums ZERO = new Sums(0, 0);

    Sums plus(Sums other) {
        return new Sums(orders + other.orders, cents + other.cents);
    }
}
