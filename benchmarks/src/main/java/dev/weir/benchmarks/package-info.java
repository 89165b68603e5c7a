/**
 * JMH benchmarks of the hot paths. Numbers that the documentation quotes come from here.
 */
@NullMarked
package dev.weir.benchmarks;

import org.jspecify.annotations.NullMarked;
