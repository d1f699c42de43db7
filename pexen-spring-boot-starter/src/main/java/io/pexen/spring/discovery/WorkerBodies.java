package io.pexen.spring.discovery;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The bodies that a worker process can be asked to execute, of its one application. Elsewhere there are none. */
final class WorkerBodies {

    private static final Map<String, BeanTaskBody> BODIES = new ConcurrentHashMap<>();

    private WorkerBodies() {}

    static void add(BeanTaskBody body) {
        BODIES.put(body.name(), body);
    }

    static @Nullable BeanTaskBody find(String name) {
        return BODIES.get(name);
    }
}
