/**
 * The pool whose workers are child JVMs, with both sides of it.
 *
 * <p>In the parent, a {@link io.pexen.process.ProcessWorkerPool} has threads that take tasks and pass each to a
 * {@code Child}: a request is sent, an answer comes back, one at a time. In the child, a
 * {@link io.pexen.process.ProcessWorker} executes the requests. {@code Request} and {@code Answer} define what travels,
 * and what happens to parts that cannot; they do not depend on processes.
 */
@NullMarked
package io.pexen.process;

import org.jspecify.annotations.NullMarked;
