package io.pexen.benchmarks.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** All engines, by name. */
public final class Engines {

    /** The engine that the others are compared with. */
    public static final String FLOOR = "floor";

    private static final Map<String, Supplier<Engine>> BY_NAME = new LinkedHashMap<>();

    static {
        BY_NAME.put(FLOOR, Floor::new);
        BY_NAME.put("ring stream", RingStream::new);
        BY_NAME.put("ring coordinator 1", () -> new RingCoordinator(1));
        BY_NAME.put("ring coordinator 64", () -> new RingCoordinator(64));
        BY_NAME.put("CompletableFuture", CompletableFutures::new);
        BY_NAME.put("Reactor", Reactor::new);
        BY_NAME.put("ExecutorCompletionService", CompletionServices::new);
        BY_NAME.put("Dexecutor", Dexecutor::new);
        BY_NAME.put("pexen runAll 0", () -> Pexen.runAll(0));
        BY_NAME.put("pexen runAll 1", () -> Pexen.runAll(1));
        BY_NAME.put("pexen runAll 64", () -> Pexen.runAll(64));
        BY_NAME.put("pexen iterated 1", () -> Pexen.iterated(1));
        BY_NAME.put("pexen iterated 64", () -> Pexen.iterated(64));
        BY_NAME.put("pexen runAll 64 + metrics", PexenMetered::new);
    }

    private Engines() {}

    /** The names of all engines. */
    public static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /** Creates the engine with a name. */
    public static Engine named(String name) {
        Supplier<Engine> factory = BY_NAME.get(name);
        if (factory == null) {
            throw new IllegalArgumentException("engine must be one of " + names() + ", was " + name);
        }
        return factory.get();
    }
}
