/**
 * The SPI of destinations: thin ports that a connector implements; the protocol over them lives in {@code delivery}.
 *
 * <p><b>May use:</b> layer 0. <b>Threads:</b> As each type says. <b>Read first:</b> {@link dev.weir.sink.Sink}, {@link dev.weir.sink.LedgerShard}.
 */
@NullMarked
package dev.weir.sink;

import org.jspecify.annotations.NullMarked;
