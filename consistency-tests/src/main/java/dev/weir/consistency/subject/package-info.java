/**
 * A sink as the suite sees it: what it promises, how it is made, and how its destination is started, read and broken. This is what a
 * third party implements.
 *
 * <p><b>May use:</b> {@code history}, {@code job}; layers 0 and 1 of the runtime; the testbed. <b>Threads:</b> the suite's. <b>Read
 * first:</b> {@link dev.weir.consistency.subject.SinkUnderTest}.
 */
@NullMarked
package dev.weir.consistency.subject;

import org.jspecify.annotations.NullMarked;
