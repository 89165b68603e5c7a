/**
 * Values to bytes and back.
 *
 * <p><b>May use:</b> {@code error}; Fory, because hand-written or JDK serialisation of arbitrary classes is slow and unsafe. <b>Threads:</b> A codec is used by one thread at a time. <b>Read first:</b> {@link dev.weir.codec.Codec}, {@link dev.weir.codec.CodecRegistry}.
 */
@NullMarked
package dev.weir.codec;

import org.jspecify.annotations.NullMarked;
