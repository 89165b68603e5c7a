/**
 * The labelled steps of the protocol and the injector that a test hangs on them.
 *
 * <p><b>May use:</b> nothing. <b>Threads:</b> Any thread that runs a protocol step. <b>Read first:</b> {@link dev.weir.fault.Label}, {@link dev.weir.fault.FaultInjector}.
 */
@NullMarked
package dev.weir.fault;

import org.jspecify.annotations.NullMarked;
