/**
 * What a run of the suite found, and how it is shown: one self-contained HTML page.
 *
 * <p><b>May use:</b> {@code history}. <b>Threads:</b> none; everything is immutable. <b>Read first:</b> {@link
 * dev.weir.consistency.report.SuiteResult}.
 */
@NullMarked
package dev.weir.consistency.report;

import org.jspecify.annotations.NullMarked;
