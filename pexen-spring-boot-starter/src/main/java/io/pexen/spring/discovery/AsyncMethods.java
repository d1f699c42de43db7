package io.pexen.spring.discovery;

import io.pexen.spring.StartupProblem;
import io.pexen.spring.StartupProblemsException;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.annotation.Async;

/** Refuses tasks whose end pexen could not observe: {@link Async} methods that return no future. */
final class AsyncMethods {

    private AsyncMethods() {}

    /**
     * Checks a method.
     *
     * @param type the class of its bean; null if unknown
     * @throws StartupProblemsException if the method or its class is {@link Async} and it returns no future
     */
    static void check(FoundMethod found, @Nullable Class<?> type) {
        Class<?> returned = found.method().getReturnType();
        if (!Future.class.isAssignableFrom(returned) && isAsync(found, type)) {
            throw new StartupProblemsException(
                    List.of(new StartupProblem(
                            "The " + found + " cannot be a task: it is @Async and returns " + returned.getSimpleName()
                                    + ", so pexen cannot know when it ends or whether it fails.",
                            "Return a Future or a CompletableFuture, or remove @Async: tasks run on the threads of"
                                    + " their pool in any case.")),
                    null);
        }
    }

    private static boolean isAsync(FoundMethod found, @Nullable Class<?> type) {
        return AnnotatedElementUtils.hasAnnotation(found.method(), Async.class)
                || AnnotatedElementUtils.hasAnnotation(found.method().getDeclaringClass(), Async.class)
                || (type != null && AnnotatedElementUtils.hasAnnotation(type, Async.class));
    }
}
