/**
 * Real servers for tests. Each server is a process of its own that the test owns: it can be killed, paused and restarted on
 * the same data directory and port. Uses nothing else of Weir, so that any project can borrow it.
 */
@NullMarked
package dev.weir.testbed;

import org.jspecify.annotations.NullMarked;
