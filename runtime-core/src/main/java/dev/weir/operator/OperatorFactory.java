package dev.weir.operator;

/** Makes an operator for one subtask of one attempt. Holds the user's functions and copies them for each. */
@FunctionalInterface
public interface OperatorFactory<I, O> {
    Operator<I> create(OperatorContext<O> context) throws Exception;
}
