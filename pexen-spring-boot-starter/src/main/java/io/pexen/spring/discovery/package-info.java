/**
 * Turns the {@link io.pexen.task.PexenTask} methods of all beans into the tasks of the context's scheds.
 * {@code TaskMethodFinder} looks at the types of beans without creating any; {@code TaskDefiner} resolves strings and
 * kwargs; {@code TaskRegistrar} sorts tasks into scheds and adds each sched's tasks in one batch. Problems are
 * collected and reported together.
 */
@NullMarked
package io.pexen.spring.discovery;

import org.jspecify.annotations.NullMarked;
