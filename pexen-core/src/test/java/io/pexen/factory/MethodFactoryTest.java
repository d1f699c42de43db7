package io.pexen.factory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pexen.Sched;
import io.pexen.run.Results;
import io.pexen.task.FailWrap;
import io.pexen.task.Kwarg;
import io.pexen.task.KwargException;
import io.pexen.task.PexenException;
import io.pexen.task.PexenTask;
import io.pexen.task.SharedState;
import io.pexen.task.Task;
import io.pexen.task.TaskFailException;
import io.pexen.task.TaskRes;
import io.pexen.test.CallerThreadPool;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import kotlin.coroutines.Continuation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MethodFactoryTest {

    /** Methods that are tasks. */
    static class Nightly {

        @PexenTask(provides = "strikes", claims = "db", priority = 3, pool = "heavy")
        void load(SharedState shared) {
            shared.put("count", 7);
        }

        @PexenTask(id = "by-state", requires = "strikes", uses = "db", kwargs = "top = 10")
        String report(SharedState shared, @Kwarg("top") int top) {
            return shared.get("count") + "/" + top;
        }

        void noTask() {}
    }

    /** Takes a kwarg that it is not given. */
    static final class Lacks {
        @PexenTask
        void task(@Kwarg("top") int top) {}
    }

    /** Is given a kwarg that it does not take. */
    static final class Surplus {
        @PexenTask(kwargs = "top=1")
        void task() {}
    }

    /** Is given a kwarg of the wrong kind. */
    static final class Wrong {
        @PexenTask(kwargs = "top=many")
        void task(@Kwarg("top") int top) {}
    }

    @Test
    @DisplayName("each annotated method is a task with the metadata of its annotation")
    void makesTasksOfMethods() {
        List<Task> tasks = MethodFactory.tasksOf(new Nightly());

        assertThat(tasks).extracting(Task::id).containsExactly("by-state", "load");
        assertThat(tasks.get(0).requires()).containsExactly("strikes");
        assertThat(tasks.get(0).uses()).containsExactly("db");
        assertThat(tasks.get(0).kwargs().asMap()).containsEntry("top", 10);
        assertThat(tasks.get(1).claims()).containsExactly("db");
        assertThat(tasks.get(1).priority()).isEqualTo(3);
        assertThat(tasks).extracting(Task::pool).containsExactly(null, "heavy");
        Results results =
                new Sched(tasks).addPool("heavy", new CallerThreadPool()).runAll(new CallerThreadPool());
        assertThat(results.get(1).ret()).isEqualTo("7/10");
    }

    @Test
    @DisplayName("1.3 kwargs that do not fit are refused, naming the task and the kwarg")
    void refusesKwargsThatDoNotFit() {
        for (Object object : List.of(new Lacks(), new Surplus(), new Wrong())) {
            assertThatThrownBy(() -> MethodFactory.tasksOf(object))
                    .isInstanceOf(KwargException.class)
                    .hasMessageContaining("task \"task\"")
                    .hasMessageContaining("kwarg \"top\"");
        }
    }

    /** Is given a constant that its type does not have. */
    static final class NoSuchDay {
        @PexenTask(kwargs = "day=SOMEDAY")
        void task(@Kwarg("day") java.time.DayOfWeek day) {}
    }

    @Test
    @DisplayName(
            "1.3 a text that cannot be converted is not shown, nor a cause that shows it; the message says what fits")
    void doesNotShowTheTextOfAKwarg() {
        assertThatThrownBy(() -> MethodFactory.tasksOf(new Wrong()))
                .hasMessageContaining("takes the kwarg \"top\" as int, to which the given text cannot be converted")
                .hasMessageContaining("NumberFormatException")
                .hasMessageNotContaining("many")
                .hasNoCause();
        assertThatThrownBy(() -> MethodFactory.tasksOf(new NoSuchDay()))
                .hasMessageContaining("give one of [MONDAY, TUESDAY,")
                .hasMessageNotContaining("SOMEDAY")
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
    }

    /** Each has one text that looks like several, or has blanks around it. */
    static final class OneTextForSeveral {
        @PexenTask(claims = "db, files")
        void claims() {}

        @PexenTask(requires = "a,b")
        void requires() {}

        @PexenTask(uses = " db")
        void uses() {}

        @PexenTask(provides = " ")
        void provides() {}

        @PexenTask(id = "load ")
        void id() {}

        @PexenTask(pool = " heavy")
        void pool() {}

        @PexenTask(kwargs = "a=1, b=2")
        void kwargs(@Kwarg("a") String a) {}

        @PexenTask(kwargs = {"a=1", "a=2"})
        void twice(@Kwarg("a") String a) {}
    }

    /** Has values with commas. */
    static final class Commas {
        @PexenTask(kwargs = {"cities=Oslo, Rome", "where=x=1\\, y=2", "test=a==1, b==2"})
        List<String> task(@Kwarg("cities") String cities, @Kwarg("where") String where, @Kwarg("test") String test) {
            return List.of(cities, where, test);
        }
    }

    private static String refusal(String method) throws NoSuchMethodException {
        PexenTask annotation = Stream.of(OneTextForSeveral.class.getDeclaredMethods())
                .filter(each -> each.getName().equals(method))
                .findFirst()
                .orElseThrow()
                .getAnnotation(PexenTask.class);
        return catchThrowableOfType(PexenException.class, () -> {
                    MethodFactory.id(annotation, UnaryOperator.identity());
                    MethodFactory.definition(annotation, UnaryOperator.identity());
                })
                .getMessage();
    }

    @Test
    @DisplayName(
            "1.4 a text of an annotation that looks like several, or has outer blanks, is refused with the right form")
    void refusesOneTextForSeveral() throws Exception {
        assertThat(refusal("claims"))
                .isEqualTo("claims = \"db, files\" is one key with a comma in it; write claims = {\"db\", \"files\"}");
        assertThat(refusal("requires")).endsWith("write requires = {\"a\", \"b\"}");
        assertThat(refusal("uses")).isEqualTo("uses = \" db\" has blanks around it; write uses = \"db\"");
        assertThat(refusal("provides")).startsWith("provides = \" \" is no key");
        assertThat(refusal("id")).endsWith("write id = \"load\"");
        assertThat(refusal("pool")).endsWith("write pool = \"heavy\"");
        assertThat(refusal("kwargs"))
                .startsWith("kwargs = \"a=1, b=2\" looks like several kwargs in one text")
                .contains("write kwargs = {\"a=1\", \"b=2\"}", "or \\\\, in place of a comma");
        assertThat(refusal("twice")).startsWith("the kwarg \"a\" is given twice");
    }

    @Test
    @DisplayName("1.4 the value of a kwarg may have commas; a backslash says that one belongs to it")
    void takesValuesWithCommas() {
        Results results = new Sched(MethodFactory.tasksOf(new Commas())).runAll(new CallerThreadPool());

        assertThat(results.get(0).ret()).isEqualTo(List.of("Oslo, Rome", "x=1, y=2", "a==1, b==2"));
    }

    @Test
    @DisplayName("1.4 a value that a placeholder or an expression gives may look as it likes")
    void doesNotLookIntoPlaceholders() throws Exception {
        PexenTask annotation = Filtered.class
                .getDeclaredMethod("task", String.class, String.class)
                .getAnnotation(PexenTask.class);

        assertThat(MethodFactory.definition(annotation, text -> text.replace("${filter}", "a=1, b=2\\, c"))
                        .kwargs())
                .containsEntry("where", "a=1, b=2\\, c")
                .containsEntry("list", "#{f(1, b=2)}");
    }

    /** Has a value that is not known before it is resolved. */
    static final class Filtered {
        @PexenTask(kwargs = {"where=${filter}", "list=#{f(1, b=2)}"})
        void task(@Kwarg("where") String where, @Kwarg("list") String list) {}
    }

    /** As the Kotlin compiler makes it of {@code suspend fun load()}. */
    static final class Suspends {
        @PexenTask
        Object load(Continuation<? super String> continuation) {
            return continuation;
        }
    }

    /** Takes what no task takes. */
    static final class Odd {
        @PexenTask
        void load(Map<String, Object> shared) {}
    }

    /** Takes what it need not be given. */
    static final class Optionals {
        @PexenTask
        String task(@Kwarg("a") @Nullable String a, @Kwarg("b") Optional<String> b) {
            return a + " " + b;
        }
    }

    /** As the Kotlin compiler makes it of {@code fun report(title: String?, top: Int = 10, wide: Boolean = true)}. */
    static class Defaults {
        @PexenTask(kwargs = "wide=false")
        String report(@Kwarg("title") String title, @Kwarg("top") int top, @Kwarg("wide") boolean wide) {
            return title + " " + top + " " + wide;
        }

        @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // found by its name
        static String report$default(Defaults self, String title, int top, boolean wide, int mask, Object marker) {
            return self.report(title, (mask & 2) != 0 ? 10 : top, (mask & 4) != 0 || wide);
        }
    }

    /** As the Kotlin compiler makes it of a function that overrides that one, which may name no default values anew. */
    static final class InheritsDefaults extends Defaults {
        @Override
        @PexenTask(kwargs = "wide=false")
        String report(@Kwarg("title") String title, @Kwarg("top") int top, @Kwarg("wide") boolean wide) {
            return "overridden: " + title + " " + top + " " + wide;
        }
    }

    /** Takes a kwarg of a type that classes below it choose. */
    static class Gen<T> {
        @PexenTask(kwargs = "value=41")
        Object next(@Kwarg("value") T value) {
            return value;
        }
    }

    /** Chooses it. */
    static final class IntGen extends Gen<Integer> {}

    /** Takes several of a type that classes below it choose. */
    static class GenArray<T> {
        @PexenTask(kwargs = "values=4")
        void next(@Kwarg("values") T[] values) {}
    }

    /** Chooses it. */
    static final class IntGenArray extends GenArray<Integer> {}

    @Test
    @DisplayName("1.4 a suspend function is refused by name")
    void refusesSuspendFunctions() {
        assertThatThrownBy(() -> MethodFactory.tasksOf(new Suspends()))
                .isInstanceOf(PexenException.class)
                .hasMessageContaining("Suspends.load() is a suspend function");
    }

    @Test
    @DisplayName("1.4 a parameter of a wrong kind is refused, and the message says what a method may take")
    void saysWhatAMethodMayTake() {
        assertThatThrownBy(() -> MethodFactory.tasksOf(new Odd()))
                .hasMessageContaining(
                        "if Map shared is not a kwarg, remove it: a method may take one SharedState, Kwargs or"
                                + " named arguments, and one TaskContext");
    }

    /** Gives a name to what every task may take. */
    static final class NamedState {
        @PexenTask
        void load(@Kwarg("shared") SharedState shared) {}
    }

    /** Wraps its failures twice. */
    static final class TwiceWrapped {
        @PexenTask(failWrap = {@FailWrap, @FailWrap(depsOk = false)})
        void load() {}
    }

    /** Cannot be made of a message and a cause. */
    static final class Odder extends TaskFailException {
        private static final long serialVersionUID = 1L;

        Odder() {
            super("odd");
        }
    }

    /** Wraps its failures in that. */
    static final class OddlyWrapped {
        @PexenTask(failWrap = @FailWrap(as = Odder.class))
        void load() {}
    }

    @Test
    @DisplayName("1.4 annotations that cannot mean anything are refused, with what to do")
    void refusesMeaninglessAnnotations() {
        assertThatThrownBy(() -> MethodFactory.tasksOf(new NamedState()))
                .isInstanceOf(PexenException.class)
                .hasMessageEndingWith("has a @Kwarg of the type SharedState, which every task may take without one;"
                        + " remove @Kwarg");
        assertThatThrownBy(() -> MethodFactory.tasksOf(new TwiceWrapped()))
                .isInstanceOf(PexenException.class)
                .hasMessageEndingWith("failWrap has 2 @FailWrap, of which only one could apply; keep one");
        assertThatThrownBy(() -> MethodFactory.tasksOf(new OddlyWrapped()))
                .isInstanceOf(PexenException.class)
                .hasMessageEndingWith("boolean locksOk); add one to that class, or name another");
    }

    @Test
    @DisplayName("1.3 nullable and Optional parameters may go without their kwargs")
    void letsOptionalKwargsBeLeftOut() {
        Results results = new Sched(MethodFactory.tasksOf(new Optionals())).runAll(new CallerThreadPool());

        assertThat(results.get(0).ret()).isEqualTo("null Optional.empty");
    }

    @Test
    @DisplayName("1.3 parameters that the converter knows to be optional get the default values of a Kotlin function")
    void takesDefaultValuesOfKotlin() throws Exception {
        Defaults proxy = new Defaults() {
            @Override
            String report(String title, int top, boolean wide) {
                return "through the proxy: " + super.report(title, top, wide);
            }
        };

        assertThat(reportOf(Defaults.class, proxy)).isEqualTo("through the proxy: null 10 false");
    }

    @Test
    @DisplayName("1.3 a Kotlin function that overrides another has the default values of that one")
    void takesDefaultValuesOfOverriddenFunctions() throws Exception {
        assertThat(reportOf(InheritsDefaults.class, new InheritsDefaults())).isEqualTo("overridden: null 10 false");
    }

    private static Object reportOf(Class<? extends Defaults> type, Defaults target) throws Exception {
        KwargConverter allOptional = new KwargConverter() {
            @Override
            public Object convert(String value, Parameter parameter) {
                return Objects.requireNonNull(KwargConverter.BASIC.convert(value, parameter));
            }

            @Override
            public boolean isOptional(Parameter parameter) {
                return true;
            }
        };
        TaskMethod method = TaskMethod.of(type.getDeclaredMethod("report", String.class, int.class, boolean.class));
        Definition definition =
                MethodFactory.definition(method.method().getAnnotation(PexenTask.class), UnaryOperator.identity());

        Task task = MethodFactory.define("report", method, method.body(() -> target), definition, allOptional);

        TaskRes res = new Sched(List.of(task)).runAll(new CallerThreadPool()).get(0);
        assertThat(res.excinfo()).isNull();
        return Objects.requireNonNull(res.ret());
    }

    @Test
    @DisplayName("1.3 a kwarg is converted to what a type variable stands for")
    void resolvesTypeVariables() {
        Results results = new Sched(MethodFactory.tasksOf(new IntGen())).runAll(new CallerThreadPool());

        assertThat(results.get(0).ret()).isEqualTo(41);
        assertThatThrownBy(() -> MethodFactory.tasksOf(new IntGenArray()))
                .isInstanceOf(KwargException.class)
                .hasRootCauseMessage("no conversion from text is known");
    }

    @Test
    @DisplayName("an object without annotated methods is refused")
    void refusesObjectsWithoutTasks() {
        assertThatThrownBy(() -> MethodFactory.tasksOf("text"))
                .isInstanceOf(PexenException.class)
                .hasMessageContaining("java.lang.String has no method that carries @PexenTask");
    }

    /** Inherits one task, and overrides another without annotating it. */
    static final class Weekly extends Nightly {
        @Override
        void load(SharedState shared) {
            shared.put("count", 9);
        }
    }

    /** Takes kwargs of many kinds. */
    static final class Kinds {
        @PexenTask(kwargs = {"day=MONDAY", "exact=true", "ratio=0.5", "sign=-", "big=12345678901234567890"})
        String kinds(
                @Kwarg("day") java.time.DayOfWeek day,
                @Kwarg("exact") boolean exact,
                @Kwarg("ratio") double ratio,
                @Kwarg("sign") char sign,
                @Kwarg("big") java.math.BigInteger big) {
            return day + " " + exact + " " + ratio + " " + sign + " " + big;
        }
    }

    /** Says of each failure that its dependants may go on. */
    static final class Failing {
        @PexenTask(failWrap = @FailWrap(locksOk = false))
        void fails() throws Exception {
            throw new Exception("lost");
        }
    }

    /** Nobody could call it. */
    static final class Hidden {
        @PexenTask
        @SuppressWarnings("UnusedMethod") // found by reflection, and refused
        private void hidden() {}
    }

    /** Belongs to no object. */
    static final class Static {
        @PexenTask
        static void shared() {}
    }

    @Test
    @DisplayName("inherited methods are tasks, overridden ones only if annotated again")
    void findsInheritedMethods() {
        assertThat(MethodFactory.tasksOf(new Weekly())).extracting(Task::id).containsExactly("by-state");
    }

    @Test
    @DisplayName("1.3 texts of kwargs are converted to numbers, booleans, characters and enums")
    void convertsKwargs() {
        Results results = new Sched(MethodFactory.tasksOf(new Kinds())).runAll(new CallerThreadPool());

        assertThat(results.get(0).ret()).isEqualTo("MONDAY true 0.5 - 12345678901234567890");
    }

    @Test
    @DisplayName("7.3 an attribute makes whatever the method throws a controlled failure")
    void wrapsFailures() {
        Results results = new Sched(MethodFactory.tasksOf(new Failing())).runAll(new CallerThreadPool());

        assertThat(results.get(0).failedControlled()).isTrue();
        assertThat(results.get(0).depsOk()).isTrue();
        assertThat(results.get(0).locksOk()).isFalse();
        assertThat(results.get(0).excinfo()).hasRootCauseMessage("lost");
    }

    @Test
    @DisplayName("private and static methods are refused with the reason")
    void refusesUnfitMethods() {
        assertThatThrownBy(() -> MethodFactory.tasksOf(new Hidden()))
                .isInstanceOf(PexenException.class)
                .hasMessageContaining("Hidden.hidden() is private");
        assertThatThrownBy(() -> MethodFactory.tasksOf(new Static()))
                .isInstanceOf(PexenException.class)
                .hasMessageContaining("Static.shared() is static");
    }
}
