/**
 * What runs do, as application events: {@link
 * io.pexen.spring.event.TaskFinished}, which carries each {@link io.pexen.task.TaskRes}, and {@link
 * io.pexen.spring.event.RunStarted}, {@link io.pexen.spring.event.TaskSkipped} and {@link
 * io.pexen.spring.event.RunEnded}. They are published on the thread that drives the run, one at a time for each run, and
 * a task's result before anything that it unlocks starts.
 */
@NullMarked
package io.pexen.spring.event;

import org.jspecify.annotations.NullMarked;
