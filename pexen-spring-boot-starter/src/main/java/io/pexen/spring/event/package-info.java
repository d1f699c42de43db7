/**
 * Application events of runs: {@link io.pexen.spring.event.TaskFinished}, which carries each
 * {@link io.pexen.task.TaskRes}, {@link io.pexen.spring.event.RunStarted}, {@link io.pexen.spring.event.TaskSkipped}
 * and {@link io.pexen.spring.event.RunEnded}. They are published on the thread that moves the run, one at a time for
 * each run, and a task's result before anything that it unlocks starts. Worker processes publish
 * {@link io.pexen.spring.event.WorkerStarted} and {@link io.pexen.spring.event.WorkerEnded}.
 */
@NullMarked
package io.pexen.spring.event;

import org.jspecify.annotations.NullMarked;
