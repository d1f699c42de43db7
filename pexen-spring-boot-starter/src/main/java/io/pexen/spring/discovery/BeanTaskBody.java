package io.pexen.spring.discovery;

import io.pexen.task.TaskBody;
import io.pexen.task.TaskContext;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The body of an annotated method. It travels to a worker process as the name of the bean and the signature of the
 * method. There it becomes the body of the same method in that process, which has the same beans.
 */
final class BeanTaskBody implements TaskBody {

    private static final long serialVersionUID = 1L;

    private final String name;
    private final transient TaskBody body;

    BeanTaskBody(FoundMethod found, TaskBody body) {
        this.name = found.bean() + ": " + found.method();
        this.body = body;
    }

    String name() {
        return name;
    }

    @Override
    public @Nullable Object call(TaskContext context) throws Throwable {
        return ReactiveTypes.future(body.call(context));
    }

    @Override
    public boolean takesShared() {
        return body.takesShared();
    }

    @Override
    public boolean takesKwargs() {
        return body.takesKwargs();
    }

    private Object writeReplace() {
        return new Reference(name);
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("only its reference travels");
    }

    /** What travels in place of the body. */
    private record Reference(String name) implements Serializable {

        private Object readResolve() throws InvalidObjectException {
            BeanTaskBody body = WorkerBodies.find(name);
            if (body == null) {
                throw new InvalidObjectException("the worker process has no task for the bean method " + name
                        + "; its application must have the same beans as its parent");
            }
            return body;
        }
    }
}
