package io.pexen.spring.event;

import io.pexen.RunHandle;
import io.pexen.Skipped;

/** Published for each task that will not run, with the cause. */
public record TaskSkipped(RunHandle run, Skipped skipped) {}
