/**
 * Small complete jobs to read, run and copy. They use only what a user of Weir can use.
 */
@NullMarked
package dev.weir.examples;

import org.jspecify.annotations.NullMarked;
