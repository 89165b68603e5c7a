/**
 * The SPI of replayable sources, and the sources that need no client library.
 *
 * <p><b>May use:</b> layer 0. <b>Threads:</b> The task's thread. <b>Read first:</b> {@link dev.weir.source.Source}, {@link dev.weir.source.SourceReader}.
 */
@NullMarked
package dev.weir.source;

import org.jspecify.annotations.NullMarked;
