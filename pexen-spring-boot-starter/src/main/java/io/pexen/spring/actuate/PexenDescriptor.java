package io.pexen.spring.actuate;

import java.util.List;

/**
 * An overview.
 *
 * @param scheds the scheds
 * @param pools the pools and their figures
 * @param lastRuns the last runs that have ended, the latest first
 */
record PexenDescriptor(List<SchedDescriptor> scheds, List<PoolDescriptor> pools, List<EndedRun> lastRuns) {}
