/**
 * A stress test that knows pexen from outside only: random worlds of runs in runs, over shared locks and pools, with
 * faults in pexen's own path. It shares no code with the other tests, so that it does not share their mistakes.
 *
 * <p>A {@link io.pexen.stress.Generator} writes a {@link io.pexen.stress.Plan} from a seed. A
 * {@link io.pexen.stress.World} carries it out: {@link io.pexen.stress.Execution}s drive runs,
 * {@link io.pexen.stress.Body}s act in tasks, {@link io.pexen.stress.Asides} beside them,
 * {@link io.pexen.stress.Enders} end runs early, {@link io.pexen.stress.Faults} break what pexen calls.
 * {@link io.pexen.stress.Watch}, {@link io.pexen.stress.LockWatch}, {@link io.pexen.stress.PoolWatch} and
 * {@link io.pexen.stress.Ban} say what must hold meanwhile, and write what does not into the
 * {@link io.pexen.stress.Journal}.
 */
package io.pexen.stress;
