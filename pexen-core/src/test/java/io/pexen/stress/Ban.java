package io.pexen.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which runs may start where, so that nobody waits for a lock while holding another of its scope (rule 6.7): what pexen
 * has to decide, written down once more.
 */
final class Ban {

    /** What pexen has to say to a start. */
    enum Verdict {
        ALLOWED,
        FORBIDDEN,
        /** Allowed unless the two scopes have been nested the other way before. */
        IF_IN_ORDER
    }

    /** Whether locks are held around a run. */
    enum Degree {
        /** For sure. */
        HELD,
        /** By some task of the run around it, which may fail and keep them; counts for the order of scopes. */
        NEARBY,
        /** Maybe: pexen may take it for HELD, or for nothing. */
        UNSURE
    }

    /**
     * Who holds locks around a run.
     *
     * @param names what an error may call it
     * @param gone whether it holds nothing any more: the run of a result that is being processed may be closed by
     *     others
     */
    record Holder(int scope, Degree degree, List<String> names, BooleanSupplier gone) {
        boolean isThere() {
            return !gone.getAsBoolean();
        }
    }

    /** What a thread, or a run, is inside of; and whether the thread may be interrupted. */
    record Ground(List<Holder> holders, boolean interruptible) {

        static Ground free(boolean interruptible) {
            return new Ground(List.of(), interruptible);
        }

        /** The same, inside of one more. */
        Ground with(Holder holder) {
            List<Holder> more = new ArrayList<>(holders);
            more.add(holder);
            return new Ground(List.copyOf(more), interruptible);
        }

        Ground interruptible(boolean also) {
            return new Ground(holders, interruptible || also);
        }

        boolean holds(int scope) {
            return holders.stream()
                    .anyMatch(each -> each.scope == scope && each.degree == Degree.HELD && each.isThere());
        }

        /** Whether a message names one of those that hold. */
        boolean isNamedIn(String message) {
            return holders.stream().flatMap(each -> each.names.stream()).anyMatch(message::contains);
        }

        @Override
        public String toString() {
            return holders.stream()
                    .map(each -> each.degree + " by " + each.names.get(0) + " of scope " + each.scope)
                    .collect(Collectors.joining(", ", "[", interruptible ? "], interruptible" : "]"));
        }
    }

    private record Order(int outer, int inner) {
        Order reversed() {
            return new Order(inner, outer);
        }
    }

    private final Set<Order> tried = ConcurrentHashMap.newKeySet();
    private final Set<Order> done = ConcurrentHashMap.newKeySet();

    Verdict verdict(Ground ground, Plan.Run run) {
        if (!run.hasLocks() || ground.holders().isEmpty()) {
            return Verdict.ALLOWED;
        }
        if (ground.holds(run.scope())) {
            return Verdict.FORBIDDEN;
        }
        tried.addAll(orders(ground, run, holder -> true));
        return Verdict.IF_IN_ORDER;
    }

    private static List<Order> orders(Ground ground, Plan.Run run, Predicate<Holder> counts) {
        return ground.holders().stream()
                .filter(counts)
                .map(Holder::scope)
                .filter(outer -> outer != run.scope())
                .map(outer -> new Order(outer, run.scope()))
                .toList();
    }

    /** A run was started; false if its scopes were nested the other way before. */
    boolean started(Ground ground, Plan.Run run) {
        List<Order> orders = orders(ground, run, each -> each.degree != Degree.UNSURE && each.isThere());
        done.addAll(orders);
        return orders.stream().noneMatch(order -> done.contains(order.reversed()));
    }

    /** Whether there was a reason to refuse this run: the order of scopes, what is unsure, or gone since. */
    boolean mayRefuse(Ground ground, Plan.Run run) {
        return ground.holders().stream().anyMatch(each -> each.scope() == run.scope() && each.degree() != Degree.NEARBY)
                || orders(ground, run, holder -> true).stream().anyMatch(order -> tried.contains(order.reversed()));
    }
}
