/**
 * What a run of the suite found, as one HTML file that needs nothing else.
 *
 * <p><b>May use:</b> {@code suite}, {@code history}. <b>Threads:</b> none. <b>Read first:</b> {@link
 * dev.weir.consistency.report.HtmlReport}.
 */
@NullMarked
package dev.weir.consistency.report;

import org.jspecify.annotations.NullMarked;
