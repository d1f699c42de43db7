/**
 * The pool whose workers are child JVMs, both sides of it.
 *
 * <p>In the parent a {@link io.pexen.process.ProcessWorkerPool} has threads that take tasks, and give each to a {@code Child}:
 * a request goes out, an answer comes back, one at a time. In the child a {@link io.pexen.process.ProcessWorker} executes
 * what it is asked for. What travels, and what becomes of parts that cannot, is in {@code Request} and {@code Answer}; they know
 * nothing of processes.
 */
@NullMarked
package io.pexen.process;

import org.jspecify.annotations.NullMarked;
