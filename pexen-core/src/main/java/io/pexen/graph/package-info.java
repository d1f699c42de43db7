/**
 * The tasks of a sched as an immutable, validated graph: {@link io.pexen.graph.TaskGraph}, every problem that one can
 * have, and its export. Keys become numbers here, so that whoever runs the graph touches arrays alone.
 */
@NullMarked
package io.pexen.graph;

import org.jspecify.annotations.NullMarked;
