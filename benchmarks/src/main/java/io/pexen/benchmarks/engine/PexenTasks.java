package io.pexen.benchmarks.engine;

import io.pexen.benchmarks.graph.Bodies;
import io.pexen.benchmarks.graph.Csr;
import io.pexen.benchmarks.graph.Shape;
import io.pexen.task.Task;
import java.util.ArrayList;
import java.util.List;

/** A shape as the tasks that a user of pexen would write: they require each other by id. */
public final class PexenTasks {

    private PexenTasks() {}

    /** The tasks of a shape. */
    public static List<Task> of(Shape shape, Bodies bodies) {
        List<Task> tasks = new ArrayList<>(shape.size());
        for (int task = 0; task < shape.size(); task++) {
            Task.Builder builder = Task.named(bodies.id(task));
            if (shape.parents().size(task) > 0) {
                builder.requires(ids(shape.parents(), task, bodies));
            }
            if (shape.claims().size(task) > 0) {
                builder.claims(locks(shape.claims(), task, bodies));
            }
            if (shape.uses().size(task) > 0) {
                builder.uses(locks(shape.uses(), task, bodies));
            }
            tasks.add(builder.priority(shape.priority(task)).body(bodies.body(task)));
        }
        return tasks;
    }

    private static Object[] ids(Csr tasks, int row, Bodies bodies) {
        Object[] ids = new Object[tasks.size(row)];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = bodies.id(tasks.item(tasks.start(row) + i));
        }
        return ids;
    }

    private static Object[] locks(Csr locks, int row, Bodies bodies) {
        Object[] keys = new Object[locks.size(row)];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = bodies.lock(locks.item(locks.start(row) + i));
        }
        return keys;
    }
}
