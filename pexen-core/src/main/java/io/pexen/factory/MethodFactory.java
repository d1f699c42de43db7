package io.pexen.factory;

import io.pexen.task.FailWrap;
import io.pexen.task.FailWrapper;
import io.pexen.task.Kwarg;
import io.pexen.task.KwargException;
import io.pexen.task.PexenException;
import io.pexen.task.PexenTask;
import io.pexen.task.Task;
import io.pexen.task.TaskBody;
import io.pexen.task.TaskFailException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes tasks of methods that are annotated with {@link PexenTask}. */
public final class MethodFactory {

    /** The parameters of the constructor that a {@link FailWrap} needs of a controlled failure. */
    private static final Class<?>[] FAIL_WRAPPED = {String.class, Throwable.class, boolean.class, boolean.class};

    private MethodFactory() {}

    /**
     * A task for each annotated method of an object, inherited ones included, ordered by id. Ids are the names of the
     * methods unless given.
     *
     * @throws PexenException if a method cannot be a task, or has kwargs that do not fit; {@code object} has none
     */
    public static List<Task> tasksOf(Object object) {
        List<Task> tasks = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                boolean overridden =
                        !seen.add(method.getName() + Arrays.toString(method.getParameterTypes())) || method.isBridge();
                PexenTask annotation = method.getAnnotation(PexenTask.class);
                if (annotation != null && !overridden) {
                    String given = id(annotation, UnaryOperator.identity());
                    TaskMethod taskMethod = TaskMethod.of(method);
                    tasks.add(define(
                            given.isEmpty() ? method.getName() : given,
                            taskMethod,
                            taskMethod.body(() -> object),
                            definition(annotation, UnaryOperator.identity()),
                            (text, parameter) -> BasicKwargConverter.convert(
                                    text, Generics.resolve(parameter.getParameterizedType(), object.getClass()))));
                }
            }
        }
        if (tasks.isEmpty()) {
            throw new PexenException(object.getClass().getName()
                    + " has no method that carries @PexenTask; annotate one, or do not make tasks of it");
        }
        tasks.sort(Comparator.comparing(Task::id));
        return tasks;
    }

    /**
     * What an annotation says.
     *
     * @param resolver applied to each text of it, for example to replace placeholders
     * @throws PexenException if a key is blank, or has a comma or outer blanks; if a kwarg is not {@code name=value},
     *     or is several; or if the type of a controlled failure cannot be made
     */
    public static Definition definition(PexenTask annotation, UnaryOperator<String> resolver) {
        String pool = AnnotationTexts.name("pool", annotation.pool(), resolver);
        return new Definition(
                AnnotationTexts.keys("requires", annotation.requires(), resolver),
                AnnotationTexts.keys("provides", annotation.provides(), resolver),
                AnnotationTexts.keys("uses", annotation.uses(), resolver),
                AnnotationTexts.keys("claims", annotation.claims(), resolver),
                annotation.priority(),
                pool.isEmpty() ? null : pool,
                AnnotationTexts.kwargs(annotation.kwargs(), resolver),
                failWrapper(annotation.failWrap()));
    }

    /**
     * The id that an annotation gives; empty if it gives none.
     *
     * @param resolver applied to its text
     * @throws PexenException if it has outer blanks
     */
    public static String id(PexenTask annotation, UnaryOperator<String> resolver) {
        return AnnotationTexts.name("id", annotation.id(), resolver);
    }

    private static @Nullable FailWrapper failWrapper(FailWrap... failWraps) {
        if (failWraps.length > 1) {
            throw new PexenException(
                    "failWrap has " + failWraps.length + " @FailWrap, of which only one could apply;" + " keep one");
        }
        return failWraps.length == 0 ? null : failWrapper(failWraps[0]);
    }

    private static FailWrapper failWrapper(FailWrap failWrap) {
        Class<? extends TaskFailException> type = failWrap.as();
        Constructor<? extends TaskFailException> constructor;
        try {
            constructor = type.getDeclaredConstructor(FAIL_WRAPPED);
        } catch (NoSuchMethodException e) {
            throw new PexenException(
                    "@FailWrap(as = " + type.getName()
                            + ".class) needs a constructor (String message, Throwable cause, boolean depsOk, boolean"
                            + " locksOk); add one to that class, or name another",
                    e);
        }
        if (!constructor.trySetAccessible()) {
            throw new PexenException("the constructor of " + type.getName() + " is not accessible; make it public");
        }
        return new AnnotatedFailWrapper(type, failWrap.depsOk(), failWrap.locksOk());
    }

    /**
     * The wrapper of an annotation. It knows the class, not its constructor, so that it can travel to another process.
     */
    private record AnnotatedFailWrapper(Class<? extends TaskFailException> type, boolean depsOk, boolean locksOk)
            implements FailWrapper {

        @Override
        public TaskFailException wrap(Throwable cause) {
            try {
                Constructor<? extends TaskFailException> constructor = type.getDeclaredConstructor(FAIL_WRAPPED);
                constructor.setAccessible(true);
                return constructor.newInstance(cause.toString(), cause, depsOk, locksOk);
            } catch (ReflectiveOperationException e) {
                TaskFailException plain = new TaskFailException(cause.toString(), cause, depsOk, locksOk);
                plain.addSuppressed(e);
                return plain;
            }
        }
    }

    /**
     * Defines the task of a method.
     *
     * @param body of the method, see {@link TaskMethod#body}
     * @throws KwargException if a parameter lacks its kwarg, a kwarg has no parameter, or a text cannot be converted
     */
    public static Task define(
            String id, TaskMethod method, TaskBody body, Definition definition, KwargConverter converter) {
        Task.Builder builder = Task.named(id)
                .requires(definition.requires().toArray())
                .provides(definition.provides().toArray())
                .uses(definition.uses().toArray())
                .claims(definition.claims().toArray())
                .priority(definition.priority());
        if (definition.pool() != null) {
            builder.pool(definition.pool());
        }
        Map<String, String> left = new LinkedHashMap<>(definition.kwargs());
        for (KwargParameter parameter : method.kwargParameters()) {
            String text = left.remove(parameter.name());
            if (text != null) {
                builder.kwarg(parameter.name(), convert(id, method, parameter, text, converter));
            } else if (!converter.isOptional(parameter.parameter())) {
                throw missing(id, method, parameter);
            } else if (!method.hasDefaults()) {
                builder.kwarg(parameter.name(), absent(id, method, parameter));
            }
        }
        if (method.takesAllKwargs()) {
            left.forEach(builder::kwarg);
        } else if (!left.isEmpty()) {
            String name = left.keySet().iterator().next();
            throw problem(
                    id,
                    method,
                    name,
                    "does not take the kwarg \"" + name + "\"; add a parameter of that name, or remove the kwarg");
        }
        FailWrapper failWrapper = definition.failWrapper();
        if (failWrapper != null) {
            builder.failWrap(failWrapper);
        }
        return builder.body(body);
    }

    private static KwargException missing(String id, TaskMethod method, KwargParameter parameter) {
        String name = parameter.name();
        String what = "takes the kwarg \"" + name + "\", which was not given; add kwargs = \"" + name + "=...\"";
        if (!parameter.parameter().isAnnotationPresent(Kwarg.class)) {
            what += ", or, if " + parameter.parameter().getType().getSimpleName() + " " + name
                    + " is not a kwarg, remove it: a method may take one SharedState, Kwargs or named arguments, and"
                    + " one TaskContext";
        }
        return problem(id, method, name, what);
    }

    /** The value of a parameter whose kwarg is missing. */
    private static @Nullable Object absent(String id, TaskMethod method, KwargParameter parameter) {
        Class<?> type = parameter.parameter().getType();
        if (type.isPrimitive()) {
            throw missing(id, method, parameter);
        }
        return type == Optional.class ? Optional.empty() : null;
    }

    private static @Nullable Object convert(
            String id, TaskMethod method, KwargParameter parameter, String text, KwargConverter converter) {
        try {
            return converter.convert(text, parameter.parameter());
        } catch (RuntimeException e) {
            // The message of the cause may contain the text, which may be secret, so it is not repeated here.
            KwargException problem = problem(
                    id,
                    method,
                    parameter.name(),
                    "takes the kwarg \"" + parameter.name() + "\" as "
                            + parameter.parameter().getParameterizedType().getTypeName()
                            + ", to which the given text cannot be converted ("
                            + e.getClass().getSimpleName() + "); "
                            + BasicKwargConverter.advice(parameter.parameter().getType()));
            if (!tells(e, text)) { // as NumberFormatException does, and whoever logs this logs its causes
                problem.initCause(e);
            }
            throw problem;
        }
    }

    /** Whether a text is in the message of an exception, or of one of its causes. */
    private static boolean tells(Throwable e, String text) {
        return Stream.<@Nullable Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                .limit(100) // exceptions may be each other's cause
                .anyMatch(each -> String.valueOf(each).contains(text));
    }

    private static KwargException problem(String id, TaskMethod method, String kwarg, String text) {
        return new KwargException(
                id, kwarg, "task \"" + id + "\" (" + TaskMethod.describe(method.method()) + ") " + text);
    }
}
