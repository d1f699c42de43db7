package io.pexen.process;

import io.pexen.factory.MethodFactory;
import io.pexen.task.PexenException;
import io.pexen.task.Task;
import java.lang.reflect.Constructor;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tasks of the registered sources, by id. */
final class Sources {

    private final Map<String, Task> tasks = new HashMap<>();

    /**
     * Creates an object of each source.
     *
     * @throws PexenException if a class is no source, cannot be instantiated, or two sources have a task of the same id
     */
    Sources(List<Class<?>> types) {
        Map<String, Class<?>> suppliers = new HashMap<>();
        for (Class<?> type : types) {
            for (Task task : tasksOf(type)) {
                tasks.put(task.id(), task);
                Class<?> other = suppliers.put(task.id(), type);
                if (other != null) {
                    throw new PexenException("task \"" + task.id() + "\" is supplied by " + other.getName() + " and by "
                            + type.getName() + "; give one of them another id");
                }
            }
        }
    }

    private static Collection<Task> tasksOf(Class<?> type) {
        Object source = create(type, "a task source");
        return source instanceof TaskSource supplier ? supplier.tasks() : MethodFactory.tasksOf(source);
    }

    /** Creates an object of a class that both parent and child need an object of. */
    static <T> T create(Class<T> type, String what) {
        try {
            Constructor<T> constructor = type.getDeclaredConstructor();
            if (!constructor.trySetAccessible()) {
                throw new PexenException("the constructor of " + type.getName() + ", " + what
                        + ", is not accessible; make it and its class public");
            }
            return constructor.newInstance();
        } catch (NoSuchMethodException e) {
            throw new PexenException(
                    type.getName() + ", " + what + ", needs a constructor without arguments, since each worker process"
                            + " makes one",
                    e);
        } catch (ReflectiveOperationException e) {
            Throwable cause = e.getCause() != null ? e.getCause() : e;
            throw new PexenException(type.getName() + ", " + what + ", cannot be made: " + cause, cause);
        }
    }

    /** The task of this id; null if no source has one. */
    @Nullable
    Task find(String id) {
        return tasks.get(id);
    }
}
