/**
 * What databases are measured with: each case starts a server of its own, runs one side (the raw driver, or a job), checks
 * the rows and prints one line of JSON. Read first: {@link dev.weir.benchmarks.database.DatabaseRunner}.
 */
@NullMarked
package dev.weir.benchmarks.database;

import org.jspecify.annotations.NullMarked;
