package dev.weir.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.element.Batch;
import dev.weir.error.WeirException;
import dev.weir.function.Collector;
import dev.weir.function.KeyedProcessFunction;
import dev.weir.state.ValueState;
import dev.weir.state.ValueStateDescriptor;
import org.junit.jupiter.api.Test;

/** Operators that take batches make of them what they make of their records. */
final class BatchInputTest {
    private static final String[] WORDS = {"ab", "bc", "ad", "a", "bcd", "c"};

    private final RecordingOutput<String> output = new RecordingOutput<>();
    private final FakeOperatorContext<String> context = new FakeOperatorContext<>("x", output);

    private static final class Join extends KeyedProcessFunction<String, String, String> {
        private transient ValueState<String> joined;

        @Override
        public void open(RuntimeContext context) {
            joined = context.state(new ValueStateDescriptor<>("joined", String.class));
        }

        @Override
        public void processElement(String value, Context<String> context, Collector<String> out) {
            String before = joined.value();
            joined.update(before == null ? value : before + value);
            out.collect(context.currentKey() + ":" + joined.value());
        }
    }

    private static Batch batch(String... words) {
        Batch batch = new Batch(words.length);
        for (int i = 0; i < words.length; i++) {
            batch.add(words[i], i);
        }
        return batch;
    }

    @Test
    void processesABatchAsItsRecords() throws Exception {
        OperatorFactory<String, String> factory =
                Operators.process((String word) -> word.substring(0, 1), String.class, new Join());
        Operator<String> operator = factory.create(context);
        operator.open();

        ((BatchInput) operator).emit(batch(WORDS));

        assertThat(output.take()).containsExactly("a:ab@0", "b:bc@1", "a:abad@2", "a:abada@3", "b:bcbcd@4", "c:c@5");
        operator.emit("b!", 6);
        ((BatchInput) operator).emit(batch("a!"));
        assertThat(output.take()).containsExactly("b:bcbcdb!@6", "a:abadaa!@0");
    }

    @Test
    void reducesABatchAsItsRecords() throws Exception {
        OperatorFactory<String, String> factory = Operators.reduce(
                (String word) -> word.substring(0, 1), String.class, (left, right) -> left + right, String.class);
        Operator<String> operator = factory.create(context);
        operator.open();

        ((BatchInput) operator).emit(batch(WORDS));

        assertThat(output.take()).containsExactly("ab@0", "bc@1", "abad@2", "abada@3", "bcbcd@4", "c@5");
    }

    @Test
    void refusesANullKeyInABatch() throws Exception {
        OperatorFactory<String, String> factory =
                Operators.reduce((String word) -> null, String.class, (left, right) -> left, String.class);
        Operator<String> operator = factory.create(context);
        operator.open();

        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(() -> ((BatchInput) operator).emit(batch("a")))
                .withMessageStartingWith("Cannot process a record in operator 'x': its key is null; ");
    }
}
