/**
 * Mistakes put into the job on purpose, among them real ones of other projects re-created in small, and the proof that the suite
 * sees each of them.
 *
 * <p><b>May use:</b> {@code simulation}, {@code model}, {@code job}, {@code history}, {@code suite}; the runtime. <b>Threads:</b>
 * the caller's and the simulation's. <b>Read first:</b> {@link dev.weir.consistency.mutant.Mutants}, {@link
 * dev.weir.consistency.mutant.MutantTrial}.
 */
@NullMarked
package dev.weir.consistency.mutant;

import org.jspecify.annotations.NullMarked;
