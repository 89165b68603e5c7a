package dev.weir.element;

import java.io.Serializable;

/** Names a side output. Two tags are equal when their names are; a name is used once in an operator. */
public record OutputTag<T>(String name) implements Serializable {}
