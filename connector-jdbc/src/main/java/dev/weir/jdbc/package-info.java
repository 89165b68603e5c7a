/**
 * The JDBC connector: replayable sources and exactly-once sinks over databases that speak JDBC. Of runtime-core it uses only
 * layers 0 and 1 (elements, codecs, time, faults, errors, metrics; source, sink, state and function SPIs).
 */
@NullMarked
package dev.weir.jdbc;

import org.jspecify.annotations.NullMarked;
