/**
 * {@code weir demo}: a job that is killed again and again, and the proof that its table is right all the same.
 *
 * <p><b>May use:</b> {@code examples}, {@code testbed}, the runtime and the JDBC connector; of {@code dev.weir.cli} {@code terminal},
 * {@code output} and {@code leftovers}.
 * <b>Threads:</b> One thread runs the demo; {@link dev.weir.cli.demo.TableWatch} has one of its own, and so has whoever
 * reads the job's output. {@link dev.weir.cli.demo.DemoJob} is the main class of another process. <b>Read first:</b>
 * {@link dev.weir.cli.demo.Demo}, {@link dev.weir.cli.demo.Ordeal}.
 */
@NullMarked
package dev.weir.cli.demo;

import org.jspecify.annotations.NullMarked;
