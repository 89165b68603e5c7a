/**
 * What a run of the suite is asked for, how it tells of its progress, and what it found.
 *
 * <p><b>May use:</b> {@code history}. <b>Threads:</b> none; everything is immutable. <b>Read first:</b> {@link
 * dev.weir.consistency.suite.SuiteResult}.
 */
@NullMarked
package dev.weir.consistency.suite;

import org.jspecify.annotations.NullMarked;
