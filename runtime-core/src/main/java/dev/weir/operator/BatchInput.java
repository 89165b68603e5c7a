package dev.weir.operator;

import dev.weir.element.Batch;

/** An operator that gains from seeing records together. At the head of a chain it is given batches instead of records. */
public interface BatchInput {
    void emit(Batch batch);
}
