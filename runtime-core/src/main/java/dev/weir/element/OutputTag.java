package dev.weir.element;

import java.io.Serializable;

/** Names a side output. Two tags are equal when their names are; a name is used once in an operator. */
@SuppressWarnings("UnusedTypeParameter") // it types what is emitted and read
public record OutputTag<T>(String name) implements Serializable {}
