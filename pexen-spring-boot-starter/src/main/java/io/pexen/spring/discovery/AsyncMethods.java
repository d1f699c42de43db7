package io.pexen.spring.discovery;

import io.pexen.spring.StartupProblem;
import io.pexen.spring.StartupProblemsException;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.annotation.Async;

/** Refuses tasks whose end nobody could see: {@link Async} methods that return no future. */
final class AsyncMethods {

    private AsyncMethods() {}

    /**
     * Looks at a method.
     *
     * @param type the class of its bean, where that is known
     * @throws StartupProblemsException if it is {@link Async}, or its class is, and it returns no future
     */
    static void check(FoundMethod found, @Nullable Class<?> type) {
        Class<?> returned = found.method().getReturnType();
        if (!Future.class.isAssignableFrom(returned) && isAsync(found, type)) {
            throw new StartupProblemsException(
                    List.of(new StartupProblem(
                            "The " + found + " cannot be a task: it is @Async and returns " + returned.getSimpleName()
                                    + ", so nobody could tell when it ends, or that it fails.",
                            "Let an @Async task return a Future or a CompletableFuture, or take @Async away: tasks run on"
                                    + " the threads of their pool in any case.")),
                    null);
        }
    }

    private static boolean isAsync(FoundMethod found, @Nullable Class<?> type) {
        return AnnotatedElementUtils.hasAnnotation(found.method(), Async.class)
                || AnnotatedElementUtils.hasAnnotation(found.method().getDeclaringClass(), Async.class)
                || (type != null && AnnotatedElementUtils.hasAnnotation(type, Async.class));
    }
}
