package dev.weir.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.function.MapFunction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FunctionCopiesTest {
    private static final class Client {
        @Override
        public String toString() {
            return "client";
        }
    }

    private static final class Collecting implements MapFunction<String, Integer> {
        private final List<String> seen = new ArrayList<>();

        @Override
        public Integer map(String value) {
            seen.add(value);
            return seen.size();
        }
    }

    @Test
    void makesIndependentCopies() throws Exception {
        FunctionCopies<Collecting> copies = FunctionCopies.of(new Collecting());
        Collecting one = copies.next();
        Collecting two = copies.next();
        one.map("a");

        assertThat(one.seen).containsExactly("a");
        assertThat(two.seen).isEmpty();
    }

    @Test
    void copiesTheFunctionAsItWasWhenTheJobWasWritten() throws Exception {
        Collecting original = new Collecting();
        FunctionCopies<Collecting> copies = FunctionCopies.of(original);
        original.map("later");

        assertThat(copies.next().seen).isEmpty();
    }

    @Test
    void sharesALambdaWhateverItCaptures() {
        Client client = new Client();
        MapFunction<String, String> lambda = value -> value + client;

        assertThat(FunctionCopies.of(lambda).next()).isSameAs(lambda);
    }

    private static final class WithClient implements MapFunction<String, String> {
        private static final Client SHARED = new Client();
        private final transient Client ignored = new Client();
        private final Client client = new Client();

        @Override
        public String map(String value) {
            return value + client + ignored + SHARED;
        }
    }

    @Test
    void namesTheFieldThatCannotBeSerialized() {
        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(() -> FunctionCopies.of(new WithClient()))
                .withMessage(
                        "Cannot copy function dev.weir.operator.FunctionCopiesTest$WithClient for each subtask: not"
                                + " serializable: dev.weir.operator.FunctionCopiesTest$Client in field 'client'; make"
                                + " dev.weir.operator.FunctionCopiesTest$Client implement java.io.Serializable, or the field that"
                                + " holds it transient")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JOB));
    }

    @Test
    void namesTheVariableThatCannotBeSerialized() {
        Client captured = new Client();

        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(() -> FunctionCopies.of(new MapFunction<String, String>() {
                    @Override
                    public String map(String value) {
                        return value + captured;
                    }
                }))
                .withMessageContaining(
                        "not serializable: dev.weir.operator.FunctionCopiesTest$Client in variable 'captured'; ");
    }

    private String greeting() {
        return "hello ";
    }

    @Test
    void sharesTheObjectAroundAnAnonymousClass() throws Exception {
        MapFunction<String, String> greet = new MapFunction<>() {
            private int count;

            @Override
            public String map(String value) {
                return greeting() + value + " " + ++count;
            }
        };
        FunctionCopies<MapFunction<String, String>> copies = FunctionCopies.of(greet);

        assertThat(copies.next().map("you")).isEqualTo("hello you 1");
        assertThat(copies.next().map("me")).isEqualTo("hello me 1");
    }

    private static final class Broken implements MapFunction<String, String> {
        @Override
        public String map(String value) {
            return value;
        }

        private Object readResolve() {
            throw new IllegalStateException("broken");
        }
    }

    @Test
    void saysWhyACopyCannotBeMade() {
        FunctionCopies<Broken> copies = FunctionCopies.of(new Broken());

        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(copies::next)
                .withMessage(
                        "Cannot copy function dev.weir.operator.FunctionCopiesTest$Broken for a subtask:"
                                + " java.lang.IllegalStateException: broken; make it serializable by Java's rules, or a lambda");
    }
}
