package io.pexen.factory;

import io.pexen.task.Kwarg;
import io.pexen.task.Kwargs;
import io.pexen.task.PexenException;
import io.pexen.task.SharedState;
import io.pexen.task.TaskBody;
import io.pexen.task.TaskContext;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A method that can be the body of a task: what its parameters take, and how to call it. */
public final class TaskMethod {

    @FunctionalInterface
    private interface Argument {
        @Nullable
        Object from(TaskContext context);
    }

    /** What a parameter takes because of its type. */
    private static final Set<Class<?>> ALWAYS_GIVEN = Set.of(SharedState.class, Kwargs.class, TaskContext.class);

    private final Method method;
    private final List<Argument> arguments = new ArrayList<>();
    private final List<KwargParameter> kwargParameters = new ArrayList<>();
    private final @Nullable Method withDefaults;
    private boolean takesShared;
    private boolean takesAllKwargs;

    private TaskMethod(Method method) {
        this.method = method;
        this.withDefaults = KotlinShapes.withDefaults(method);
        Set<String> names = new HashSet<>();
        for (Parameter parameter : method.getParameters()) {
            Class<?> type = parameter.getType();
            refuseIf(
                    ALWAYS_GIVEN.contains(type) && parameter.isAnnotationPresent(Kwarg.class),
                    method,
                    "has a @Kwarg of the type " + type.getSimpleName() + ", which every task may take without one;"
                            + " remove @Kwarg");
            if (type == SharedState.class) {
                refuseIf(takesShared, method, "takes the shared state twice; keep one SharedState parameter");
                takesShared = true;
                arguments.add(TaskContext::shared);
            } else if (type == Kwargs.class) {
                takesAllKwargs = true;
                arguments.add(TaskContext::kwargs);
            } else if (type == TaskContext.class) {
                takesShared = true;
                takesAllKwargs = true;
                arguments.add(context -> context);
            } else {
                String name = name(parameter, method);
                refuseIf(!names.add(name), method, "takes the kwarg \"" + name + "\" twice; name one differently");
                kwargParameters.add(new KwargParameter(name, parameter));
                arguments.add(
                        withDefaults == null
                                ? context -> context.kwargs().get(name)
                                : context -> context.kwargs().getOrDefault(name, KotlinShapes.ABSENT));
            }
        }
    }

    /**
     * Looks at a method.
     *
     * @throws PexenException if it cannot be a task, with the reason
     */
    public static TaskMethod of(Method method) {
        refuseIf(Modifier.isPrivate(method.getModifiers()), method, "is private; make it at least package-private");
        refuseIf(Modifier.isStatic(method.getModifiers()), method, "is static; make it an instance method");
        refuseIf(
                KotlinShapes.isSuspend(method),
                method,
                "is a suspend function, which needs a coroutine to run in; make it an ordinary function, which may call"
                        + " runBlocking { ... }");
        return new TaskMethod(method);
    }

    private static void refuseIf(boolean unfit, Method method, String reason) {
        if (unfit) {
            throw new PexenException("@PexenTask method " + describe(method) + " " + reason);
        }
    }

    static String describe(Method method) {
        return method.getDeclaringClass().getName() + "." + method.getName() + "()";
    }

    private static String name(Parameter parameter, Method method) {
        Kwarg kwarg = parameter.getAnnotation(Kwarg.class);
        if (kwarg != null && !kwarg.value().isEmpty()) {
            return kwarg.value();
        }
        refuseIf(
                !parameter.isNamePresent(),
                method,
                "has a parameter whose name is unknown; compile with -parameters, or name it with @Kwarg(\"...\")");
        return parameter.getName();
    }

    /** The method. */
    public Method method() {
        return method;
    }

    /** The parameters that take one kwarg each, in order. */
    public List<KwargParameter> kwargParameters() {
        return List.copyOf(kwargParameters);
    }

    /**
     * Whether the method takes whatever kwargs there are, through a {@link Kwargs} or {@link TaskContext} parameter.
     */
    public boolean takesAllKwargs() {
        return takesAllKwargs;
    }

    /** Whether the language of the method lets callers omit arguments, which then have default values of the method. */
    boolean hasDefaults() {
        return withDefaults != null;
    }

    /**
     * A body that calls the method.
     *
     * @param target gives the object to call it on, for each call anew
     */
    public TaskBody body(Supplier<?> target) {
        return body(method, target);
    }

    /**
     * A body that calls another method of the same signature, for example that of a proxy, on what {@code target}
     * gives.
     */
    public TaskBody body(Method invoked, Supplier<?> target) {
        if (!invoked.trySetAccessible()) {
            throw new PexenException("@PexenTask method " + describe(invoked)
                    + " is not accessible; make it and its class public, or open its package to io.pexen.core");
        }
        return new MethodBody(this, invoked, target);
    }

    private record MethodBody(TaskMethod of, Method invoked, Supplier<?> target) implements TaskBody {

        @Override
        public @Nullable Object call(TaskContext context) throws Throwable {
            @Nullable Object[] values = new @Nullable Object[of.arguments.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = of.arguments.get(i).from(context);
            }
            try {
                return of.withDefaults != null && Arrays.asList(values).contains(KotlinShapes.ABSENT)
                        ? KotlinShapes.invoke(of.withDefaults, target.get(), values)
                        : invoked.invoke(target.get(), values);
            } catch (InvocationTargetException e) {
                Throwable cause = e.getCause();
                throw cause != null ? cause : e;
            }
        }

        @Override
        public boolean takesShared() {
            return of.takesShared;
        }

        @Override
        public boolean takesKwargs() {
            return of.takesAllKwargs || !of.kwargParameters.isEmpty();
        }
    }
}
