/**
 * What users declare and get back: {@link io.pexen.task.Task}, its body, its shared state and kwargs, its
 * {@link io.pexen.task.TaskRes} and its ways to fail. Depends on no other package of pexen.
 */
@NullMarked
package io.pexen.task;

import org.jspecify.annotations.NullMarked;
