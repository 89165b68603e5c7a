/**
 * The rules of the sink ports, each with a number, tried one by one on a real sink through the ports themselves, without a runtime.
 *
 * <p><b>May use:</b> {@code history}, {@code subject}, {@code suite}; layers 0 and 1 of the runtime. <b>Threads:</b> one for each rule,
 * which is left behind when the sink hangs. <b>Read first:</b> {@link dev.weir.consistency.contract.ContractCheck}, {@link
 * dev.weir.consistency.contract.Rule}.
 */
@NullMarked
package dev.weir.consistency.contract;

import org.jspecify.annotations.NullMarked;
