package dev.weir.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.error.WeirException;
import dev.weir.function.KeySelector;
import dev.weir.function.ReduceFunction;
import dev.weir.state.OperatorSnapshot;
import org.junit.jupiter.api.Test;

final class ReduceOperatorTest {
    private record Sale(String shop, long cents) {}

    private static final KeySelector<Sale, String> SHOP = Sale::shop;

    private final RecordingOutput<Sale> output = new RecordingOutput<>();
    private final FakeOperatorContext<Sale> context = new FakeOperatorContext<>("x", output);

    private static Sale sum(Sale left, Sale right) {
        return new Sale(left.shop(), left.cents() + right.cents());
    }

    private Operator<Sale> operator(ReduceFunction<Sale> function) throws Exception {
        Operator<Sale> operator =
                Operators.reduce(SHOP, String.class, function, Sale.class).create(context);
        operator.open();
        return operator;
    }

    @Test
    void emitsTheRunningResultOfEachKey() throws Exception {
        Operator<Sale> operator = operator(ReduceOperatorTest::sum);
        operator.emit(new Sale("a", 1), 10);
        operator.emit(new Sale("b", 5), 20);
        operator.emit(new Sale("a", 2), 30);
        operator.emitWatermark(25);
        operator.emitIdle(true);

        assertThat(output.take())
                .containsExactly(
                        "Sale[shop=a, cents=1]@10",
                        "Sale[shop=b, cents=5]@20",
                        "Sale[shop=a, cents=3]@30",
                        "watermark 25",
                        "idle");
    }

    @Test
    void continuesFromACheckpoint() throws Exception {
        Operator<Sale> operator = operator(ReduceOperatorTest::sum);
        operator.emit(new Sale("a", 1), 10);
        OperatorSnapshot snapshot = operator.snapshot(1);
        operator.emit(new Sale("a", 100), 10);
        output.take();

        context.restored(snapshot, 10);
        operator = operator(ReduceOperatorTest::sum);
        operator.emit(new Sale("a", 2), 20);

        assertThat(output.take()).containsExactly("Sale[shop=a, cents=3]@20");
    }

    @Test
    void namesTheOperatorWhenTheFunctionFails() throws Exception {
        Operator<Sale> operator = operator((left, right) -> {
            throw new ArithmeticException("too much");
        });
        operator.emit(new Sale("a", 1), 0);

        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(() -> operator.emit(new Sale("a", 1), 0))
                .withMessage("Cannot process a record in operator 'x': java.lang.ArithmeticException: too much");
    }

    @Test
    void refusesANullResult() throws Exception {
        Operator<Sale> operator = operator((left, right) -> null);
        operator.emit(new Sale("a", 1), 0);

        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(() -> operator.emit(new Sale("a", 1), 0))
                .withMessageStartingWith("Cannot process a record in operator 'x': the function returned null; ");
    }

    @Test
    void refusesANullKey() throws Exception {
        Operator<Sale> operator = operator(ReduceOperatorTest::sum);

        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(() -> operator.emit(new Sale(null, 1), 0))
                .withMessage(
                        "Cannot process a record in operator 'x': its key is null; filter such records out, or give"
                                + " them a key of their own");
    }
}
