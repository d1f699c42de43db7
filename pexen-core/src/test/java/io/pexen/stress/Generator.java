package io.pexen.stress;

import io.pexen.pool.ThreadWorkerPool;
import io.pexen.stress.Plan.Act;
import io.pexen.stress.Plan.Aside;
import io.pexen.stress.Plan.Ending;
import io.pexen.stress.Plan.Fault;
import io.pexen.stress.Plan.Kind;
import io.pexen.stress.Plan.Mode;
import io.pexen.stress.Plan.Place;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes plans from seeds: of worlds in which every run can end, although some of them ask for what pexen has to refuse.
 *
 * <p>What it takes care of: a body parks only where somebody interrupts it for sure; threads of the test wait for each
 * other only where pexen knows of it; scopes nest in one order, but for worlds that try both.
 */
final class Generator {

    static final int LOCKS = 4;

    /** How deep runs are inside of others. */
    private static final int LEVELS = Integer.getInteger("pexen.levels", 2);

    private static final boolean FAULTS = Boolean.parseBoolean(System.getProperty("pexen.faults", "true"));

    /** How many runs a world has at most, so that it is over soon. */
    private static final int RUNS = 40;

    private final Random random;
    private final long seed;
    private final int scopes;
    private final boolean bothOrders;
    private final boolean calm;
    private final boolean keeping;
    private final boolean patient;
    private final boolean closing;
    private final Set<Fault> faults = EnumSet.noneOf(Fault.class);
    private final List<Plan.Pool> pools = new ArrayList<>();
    private int runs;

    /**
     * Where a run is to be.
     *
     * @param held the scopes of which it is not to need locks
     * @param around the scopes of the runs around it
     * @param parks whether it is interrupted for sure
     * @param interrupted whether the thread that starts it is interrupted once, which a body on that thread would use
     *     up
     */
    private record Spot(
            int level, Set<Integer> held, Set<Integer> around, boolean parks, boolean interrupted, boolean root) {}

    private Generator(long seed) {
        this.seed = seed;
        random = new Random(seed);
        random.nextInt(); // of seeds in a row, the first numbers are alike
        scopes = 1 + random.nextInt(2);
        bothOrders = one(5);
        calm = one(3);
        keeping = !calm && one(2);
        patient = calm || !one(5);
        closing = !calm && one(8);
        if (!calm && one(2) && FAULTS) {
            for (int n = 1 + random.nextInt(2); n > 0; n--) {
                faults.add(any(Fault.values()));
            }
        }
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            boolean virtual = ThreadWorkerPool.virtualThreadsAvailable() && one(3);
            pools.add(new Plan.Pool(1 + random.nextInt(one(3) ? 4 : 2), random.nextInt(4), virtual));
        }
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }

    static Plan.WorldPlan world(long seed) {
        return new Generator(seed).world();
    }

    private boolean one(int in) {
        return random.nextInt(in) == 0;
    }

    private Plan.WorldPlan world() {
        List<Plan.Run> roots = new ArrayList<>();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            roots.add(run(new Spot(0, Set.of(), Set.of(), false, false, true)));
        }
        List<int[]> closes = new ArrayList<>();
        if (closing) {
            closes.add(new int[] {random.nextInt(pools.size()), random.nextInt(60)});
        }
        return new Plan.WorldPlan(
                seed, scopes, 1 + random.nextInt(40), pools, roots, closes, faults, calm, keeping, patient);
    }

    private Plan.Run run(Spot spot) {
        String name = "r" + runs++ + "x";
        int scope = scope(spot);
        boolean caller = one(spot.root ? 20 : 10) && !spot.interrupted;
        Mode mode = one(8) ? Mode.HANDED : random.nextBoolean() ? Mode.COLLECTED : Mode.ITERATED;
        Ending ending = ending(spot, mode);
        boolean reached = spot.parks && (spot.root || mode != Mode.HANDED);
        boolean parks = (reached || ending.isCertain()) && !(caller && ending == Ending.INTERRUPTED);
        List<Plan.Task> tasks = new ArrayList<>();
        for (int n = 1 + random.nextInt(spot.level == 0 ? 12 : 4); n > 0; n--) {
            tasks.add(task(tasks.size(), scope, spot, parks));
        }
        return new Plan.Run(
                name,
                tasks.stream().anyMatch(Plan.Task::hasLocks) ? scope : Plan.NONE,
                caller ? Plan.NONE : random.nextInt(pools.size()),
                mode,
                tasks,
                ending,
                random.nextInt(50),
                asides(spot, scope, mode, spot.interrupted || ending == Ending.INTERRUPTED));
    }

    private int scope(Spot spot) {
        if (one(4)) {
            return Plan.NONE;
        }
        int scope = random.nextInt(scopes);
        if (spot.held.contains(scope)) {
            return one(6) ? scope : other(scope, spot);
        }
        return scope == 0 && spot.around.contains(1) && !bothOrders ? Plan.NONE : scope;
    }

    private int other(int scope, Spot spot) {
        int other = 1 - scope;
        boolean fits = scopes == 2 && !spot.held.contains(other) && (other == 1 || bothOrders);
        return fits ? other : Plan.NONE;
    }

    private Ending ending(Spot spot, Mode mode) {
        if (calm || !one(spot.root ? 2 : 5)) {
            return Ending.BY_ITSELF;
        }
        Ending ending = any(Ending.values());
        if (ending == Ending.INTERRUPTED && !spot.root) {
            return Ending.CANCELLED;
        }
        boolean needsConsumer = ending == Ending.LEFT || ending == Ending.THROWN || ending == Ending.CLOSED;
        return needsConsumer && mode == Mode.COLLECTED ? Ending.CANCELLED : ending;
    }

    private Plan.Task task(int number, int scope, Spot spot, boolean parks) {
        Set<Integer> requires = new TreeSet<>();
        for (int n = random.nextInt(3); n > 0 && number > 0; n--) {
            requires.add(random.nextInt(number));
        }
        Set<Integer> provides = new TreeSet<>();
        if (number < 2) {
            provides.add(100); // two may provide the same
        } else if (one(4)) {
            requires.add(100);
        }
        Set<Integer> uses = new TreeSet<>();
        Set<Integer> claims = new TreeSet<>();
        if (scope != Plan.NONE && random.nextInt(3) > 0) {
            for (int n = 1 + random.nextInt(2); n > 0; n--) {
                (random.nextBoolean() ? uses : claims).add(random.nextInt(LOCKS));
            }
            uses.removeAll(claims);
        }
        boolean locks = !uses.isEmpty() || !claims.isEmpty();
        Spot inside = new Spot(
                spot.level + 1,
                locks ? plus(spot.held, scope) : spot.held,
                plus(spot.around, scope),
                parks,
                false,
                false);
        int pool = one(3) ? random.nextInt(pools.size()) : Plan.NONE;
        return new Plan.Task(
                number, requires, provides, uses, claims, random.nextInt(3) - 1, pool, acts(inside, locks, pool));
    }

    private static Set<Integer> plus(Set<Integer> held, int scope) {
        Set<Integer> more = new TreeSet<>(held);
        if (scope != Plan.NONE) {
            more.add(scope);
        }
        return more;
    }

    private List<Act> acts(Spot inside, boolean locks, int pool) {
        List<Act> acts = new ArrayList<>();
        acts.add(new Act(Kind.SPIN, one(10) ? 300 : random.nextInt(30), null));
        if (inside.level <= LEVELS && random.nextInt(10) < 4) {
            for (int n = one(4) ? 2 : 1; n > 0 && runs < RUNS; n--) {
                acts.add(new Act(Kind.NEST, 0, run(inside)));
            }
        }
        if (inside.parks && one(8)) {
            acts.add(new Act(Kind.PARK, 0, null));
        } else if (!calm && one(6)) {
            acts.add(odd(locks, inside, pool));
        }
        if (inside.level <= LEVELS && runs < RUNS && one(15)) {
            acts.add(new Act(Kind.NEST, 0, run(inside)));
        }
        return acts;
    }

    private Act odd(boolean locks, Spot inside, int pool) {
        int amount = random.nextInt(12);
        boolean mayFail = keeping || !locks;
        return switch (random.nextInt(12)) {
            case 0 -> new Act(Kind.INTERRUPT_SELF, 0, null);
            case 1 -> new Act(inside.parks ? Kind.SPIN : Kind.CLEAR_INTERRUPT, amount, null);
            case 2 -> new Act(Kind.CANCEL_OWN_RUN, 0, null);
            case 3 -> new Act(closing && pool != Plan.NONE ? Kind.CLOSE_OWN_POOL : Kind.SPIN, amount, null);
            case 4 -> new Act(Kind.LEAK_WRITER, 20 + 50 * amount, null);
            case 5, 6 -> new Act(Kind.DEAF, (patient ? 25 : 1_000) * amount, null);
            case 7 -> new Act(mayFail ? (one(10) ? Kind.OVERFLOW : Kind.FAIL_HOSTILE) : Kind.SPIN, amount, null);
            case 8, 9 -> new Act(mayFail ? Kind.FAIL : Kind.SPIN, amount, null);
            default -> new Act(Kind.FAIL_CONTROLLED, mayFail ? amount : amount & 1, null);
        };
    }

    /**
     * Another thread that iterates a run does not know what the one holds that handed the run on: it starts none then.
     */
    private List<Aside> asides(Spot spot, int scope, Mode mode, boolean interrupted) {
        List<Aside> asides = new ArrayList<>();
        if (spot.level > LEVELS - 1) {
            return asides;
        }
        for (Place place : Place.values()) {
            boolean knows = place != Place.CONSUMER || mode != Mode.HANDED || spot.held.isEmpty();
            // A listener of a run that an interrupt ends is not interrupted itself: what it waits for must not wait for
            // that.
            boolean heeds = !spot.interrupted || place == Place.MEANWHILE || place == Place.CONSUMER;
            if (knows && heeds && place.isThereIn(mode) && runs < RUNS && (place == Place.MEANWHILE || one(4))) {
                boolean sameThread = place == Place.MEANWHILE || (place == Place.CONSUMER && mode == Mode.ITERATED);
                Set<Integer> held = place.isFree() ? spot.held : plus(spot.held, scope);
                int after = place.isFree() ? 0 : random.nextInt(4);
                asides.add(new Aside(
                        place,
                        after,
                        run(new Spot(
                                spot.level + 1,
                                held,
                                plus(spot.around, scope),
                                sameThread && spot.parks,
                                interrupted,
                                false))));
            }
        }
        return asides;
    }
}
