package dev.weir.examples.orders;

import dev.weir.function.AggregateFunction;

/** Counts orders and adds up what they cost; in whole cents, so that no order of adding changes the sum. */
final class RevenueSum implements AggregateFunction<Order, RevenueSum.Sum, RevenueSum.Sum> {

    /** So far. */
    record Sum(long orders, long cents) {}

    @Override
    public Sum createAccumulator() {
        return new Sum(0, 0);
    }

    @Override
    public Sum add(Order order, Sum sum) {
        return new Sum(sum.orders + 1, sum.cents + order.cents());
    }

    @Override
    public Sum result(Sum sum) {
        return sum;
    }

    @Override
    public Sum merge(Sum left, Sum right) {
        return new Sum(left.orders + right.orders, left.cents + right.cents);
    }
}
