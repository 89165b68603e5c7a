/**
 * The consistency suite: it breaks a job on purpose and checks what arrived at the destination, record by record. A library: a
 * third party runs the same tests on its own sink.
 */
@NullMarked
package dev.weir.consistency;

import org.jspecify.annotations.NullMarked;
