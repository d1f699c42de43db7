/**
 * The tasks of a sched as an immutable, validated graph, {@link io.pexen.graph.TaskGraph}, and every problem that the
 * tasks can have.
 */
@NullMarked
package io.pexen.graph;

import org.jspecify.annotations.NullMarked;
