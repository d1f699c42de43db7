package io.pexen.spring.discovery;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** In a worker process, the bodies that it can be asked to execute; elsewhere empty. */
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
