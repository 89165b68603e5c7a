package dev.weir.examples.orders;

import java.util.List;
import java.util.SplittableRandom;

/** What the shops sell: every drink in every milk and size. */
final class Products {

    private static final List<String> DRINKS = List.of(
            "americano",
            "cappuccino",
            "chai",
            "cocoa",
            "cold-brew",
            "cortado",
            "espresso",
            "flat-white",
            "latte",
            "mocha");
    private static final List<String> MILKS = List.of("", "oat-");
    private static final List<String> SIZES = List.of("-small", "-medium", "-large");
    private static final int CHEAPEST_CENTS = 240;
    private static final int STEP_CENTS = 15;
    private static final int EXTRAS_CENTS = 100;

    /** The most popular first. */
    static final List<String> ALL = DRINKS.stream()
            .flatMap(drink -> MILKS.stream().map(milk -> milk + drink))
            .flatMap(drink -> SIZES.stream().map(size -> drink + size))
            .toList();

    private Products() {}

    /** The first are bought more often: with n products, product k with weight 2 (n - k) - 1. */
    static int pick(SplittableRandom random) {
        return Math.min(random.nextInt(ALL.size()), random.nextInt(ALL.size()));
    }

    /** The price of a product with the extras that a customer chooses. */
    static int cents(int product, SplittableRandom random) {
        return CHEAPEST_CENTS + STEP_CENTS * product + random.nextInt(EXTRAS_CENTS);
    }
}
