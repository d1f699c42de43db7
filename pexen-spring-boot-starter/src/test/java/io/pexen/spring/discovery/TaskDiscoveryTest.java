package io.pexen.spring.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Sched;
import io.pexen.spring.PexenContexts;
import io.pexen.spring.StartupProblem;
import io.pexen.spring.StartupProblemsException;
import io.pexen.task.Kwarg;
import io.pexen.task.PexenException;
import io.pexen.task.PexenTask;
import io.pexen.task.SharedState;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.core.annotation.AliasFor;

class TaskDiscoveryTest {

    private static final AtomicInteger created = new AtomicInteger();

    private final ApplicationContextRunner context = PexenContexts.runner();

    @BeforeEach
    void nothingIsCreated() {
        created.set(0);
    }

    @Test
    void findsTheAnnotatedMethodsOfABeanAndNamesThemByBeanAndMethod() {
        context.withBean("nightly", Nightly.class).run(ctx -> {
            assertThat(ids(ctx)).containsExactlyInAnyOrder("nightly.load", "nightly.report");
            assertThat(results(ctx)).extracting(TaskRes::ret).containsExactly(3, "3 strikes");
        });
    }

    @Test
    void takesAllMetadata() {
        context.withBean("full", Full.class).run(ctx -> {
            Task task = sched(ctx).tasks().get(0);
            assertThat(task.id()).isEqualTo("my-id");
            assertThat(task.provides()).containsExactly("p");
            assertThat(task.uses()).containsExactly("u");
            assertThat(task.claims()).containsExactly("c");
            assertThat(task.priority()).isEqualTo(-5);
        });
    }

    @Test
    void putsTasksIntoTheSchedsThatTheyName() {
        context.withBean("sorted", Sorted.class)
                .withPropertyValues("pexen.scheds.nightly.run-on-startup=false")
                .run(ctx -> {
                    assertThat(ids(ctx)).containsExactly("sorted.plain");
                    assertThat(ctx.getBean("nightly", Sched.class).tasks())
                            .extracting(Task::id)
                            .containsExactly("sorted.named");
                });
    }

    @Test
    void findsMetaAnnotatedMethods() {
        context.withBean("meta", Meta.class).run(ctx -> {
            Task task = sched(ctx).tasks().get(0);
            assertThat(task.id()).isEqualTo("meta.load");
            assertThat(task.claims()).containsExactly("db");
            assertThat(task.provides()).containsExactly("rows");
        });
    }

    @Test
    void findsMethodsWhoseInterfaceIsAnnotated() {
        context.withBean("impl", Impl.class).run(ctx -> {
            assertThat(ids(ctx)).containsExactly("impl.count");
            assertThat(results(ctx)).extracting(TaskRes::ret).containsExactly(14);
        });
    }

    @Test
    void findsInheritedMethods() {
        context.withBean("child", Child.class).run(ctx -> {
            assertThat(ids(ctx)).containsExactly("child.work");
            assertThat(results(ctx)).extracting(TaskRes::ret).containsExactly("child");
        });
    }

    @Test
    void findsMethodsOfConfigurationClasses() {
        context.withUserConfiguration(ConfigurationWithTask.class)
                .run(ctx -> assertThat(results(ctx)).extracting(TaskRes::ret).containsExactly("configured"));
    }

    @Test
    void createsALazyBeanWhenItsTaskRuns() {
        context.withUserConfiguration(LazyBean.class).run(ctx -> {
            assertThat(ids(ctx)).containsExactly("counted.work");
            assertThat(created).hasValue(0);
            results(ctx);
            results(ctx);
            assertThat(created).hasValue(1);
        });
    }

    @Test
    void createsAPrototypeEachTimeItsTaskRuns() {
        context.withUserConfiguration(PrototypeBean.class).run(ctx -> {
            assertThat(created).hasValue(0);
            results(ctx);
            results(ctx);
            assertThat(created).hasValue(2);
        });
    }

    @Test
    void letsASchedBeInjectedIntoABeanThatHasTasks() {
        context.withBean("selfish", Selfish.class).run(ctx -> {
            assertThat(ctx).hasNotFailed();
            assertThat(ctx.getBean(Selfish.class).rebuild()).isEqualTo(1);
        });
    }

    @Test
    void resolvesPlaceholdersAndSpelInTextsOnce() {
        context.withBean("texts", Texts.class)
                .withPropertyValues("stage=beta", "top=7")
                .run(ctx -> {
                    Task task = sched(ctx).tasks().get(0);
                    assertThat(task.id()).isEqualTo("load-beta");
                    assertThat(task.provides()).containsExactly("rows-beta", "spel-3");
                    assertThat(task.kwargs().get("top")).isEqualTo(7);
                });
    }

    @Test
    void convertsKwargsBySpringsConversions() {
        context.withBean("converted", Converted.class)
                .run(ctx -> assertThat(results(ctx)).extracting(TaskRes::ret).containsExactly("PT1M30S [a, b]"));
    }

    @Test
    void refusesPrivateMethodsWithTheReason() {
        failsWith(Unfit.class, "Unfit.hidden of the bean \"bad\" cannot be a task", "is private");
    }

    @Test
    void callsAFinalMethodWhereThereIsNoProxy() {
        context.withBean("fixed", Final.class)
                .run(ctx -> assertThat(results(ctx)).extracting(TaskRes::ret).containsExactly("called"));
    }

    @Test
    @DisplayName("1.3 a kwarg is converted to the type that a type variable stands for in the bean")
    void resolvesTypeVariables() {
        context.withBean("intGen", IntGen.class)
                .run(ctx -> assertThat(results(ctx)).extracting(TaskRes::ret).containsExactly(41));
        context.withUserConfiguration(GenericBean.class)
                .run(ctx -> assertThat(results(ctx)).extracting(TaskRes::ret).containsExactly(41));
    }

    @Test
    @DisplayName("1.3 nullable and Optional parameters may lack their kwargs")
    void letsOptionalKwargsBeLeftOut() {
        context.withBean("optionals", Optionals.class)
                .run(ctx -> assertThat(results(ctx)).extracting(TaskRes::ret).containsExactly("null Optional.empty"));
    }

    @Test
    void saysWhatIsWrongWithAnExpressionAndKeepsTheCauses() {
        context.withBean("bad", BrokenSpel.class).run(ctx -> {
            assertThat(problems(ctx))
                    .anySatisfy(problem -> {
                        assertThat(problem.description())
                                .contains("BrokenSpel.bean", "the text \"#{@nowhere.name}\" cannot be resolved")
                                .contains("No bean named 'nowhere' available");
                        assertThat(problem.action()).startsWith("Correct the expression, set the property");
                    })
                    .anySatisfy(problem -> assertThat(problem.description()).contains("\"#{1 +}\" cannot be resolved"))
                    .anySatisfy(problem -> assertThat(problem.description())
                            .endsWith("cannot be resolved: java.lang.IllegalStateException."));
            Throwable failure = failure(ctx);
            assertThat(failure).hasCauseInstanceOf(PexenException.class);
            assertThat(failure.getCause()).hasCauseInstanceOf(BeansException.class);
            assertThat(failure.getSuppressed()).hasSize(2);
        });
    }

    @Test
    @DisplayName("1.3 values of properties are not shown if they make an expression invalid or cannot be converted")
    void showsNoValueOfAProperty() {
        context.withPropertyValues("app.password=it's s3cret", "app.pin=s3cret")
                .withBean("bad", QuotedSecret.class)
                .run(ctx -> {
                    assertThat(problems(ctx))
                            .hasSize(2)
                            .anySatisfy(problem -> assertThat(problem.description())
                                    .contains("\"p=#{'${app.password}'}\" cannot be resolved")
                                    .contains("is not a valid expression (ParseException)"));
                    StringWriter trace = new StringWriter();
                    ctx.getStartupFailure().printStackTrace(new PrintWriter(trace));
                    assertThat(trace.toString()).doesNotContain("s3cret").contains("cannot be converted");
                });
    }

    @Test
    void saysWhatAMethodMayTake() {
        context.withBean("bad", TakesABean.class)
                .run(ctx -> assertThat(problems(ctx)).singleElement().satisfies(problem -> {
                    assertThat(problem.description()).endsWith("takes the kwarg \"sched\", which was not given.");
                    assertThat(problem.action())
                            .startsWith(
                                    "Add kwargs = \"sched=...\", or, if Sched sched is not a kwarg, remove it: a method"
                                            + " may take one SharedState");
                }));
    }

    @Test
    void refusesKwargsThatDoNotFit() {
        failsWith(MissingKwarg.class, "takes the kwarg \"top\", which was not given");
        failsWith(SuperfluousKwarg.class, "does not take the kwarg \"bottom\"");
        failsWith(UnconvertibleKwarg.class, "takes the kwarg \"top\" as int", "cannot be converted");
    }

    @Test
    @DisplayName("1.3 the text that a kwarg is converted from is not shown")
    void doesNotShowTheTextOfAKwarg() {
        context.withBean("bad", UnconvertibleKwarg.class)
                .run(ctx -> assertThat(problems(ctx))
                        .allSatisfy(problem -> assertThat(problem.toString()).doesNotContain("many")));
    }

    @Test
    @DisplayName("1.4 a key with a comma, even from a placeholder, is refused with the right form")
    void refusesKeysWithCommas() {
        context.withBean("bad", CommaInPlaceholder.class)
                .withPropertyValues("locks=db, files")
                .run(ctx -> assertThat(problems(ctx))
                        .singleElement()
                        .asString()
                        .contains("claims = \"db, files\" is one key with a comma in it")
                        .contains("rite claims = {\"db\", \"files\"}"));
    }

    static class CommaInPlaceholder {
        @PexenTask(claims = "${locks}")
        void work() {}
    }

    @Test
    void refusesPlaceholdersThatCannotBeResolved() {
        failsWith(UnknownPlaceholder.class, "UnknownPlaceholder.work of the bean \"bad\"", "no.such.property");
    }

    @Test
    void refusesAnUnknownSchedNamingTheKnownOnes() {
        failsWith(UnknownSched.class, "names the sched \"nihgtly\", which does not exist (known scheds: \"default\")");
    }

    @Test
    void refusesTwoBeansThatClaimOneIdNamingBoth() {
        context.withBean("one", Inherits.class)
                .withBean("two", InheritsToo.class)
                .run(ctx -> assertThat(problems(ctx))
                        .singleElement()
                        .satisfies(problem -> assertThat(problem.description())
                                .contains("Inherits.work of the bean \"one\"", "InheritsToo.work of the bean \"two\"")
                                .contains("have the same id, \"same\"")));
    }

    @Test
    void reportsAllProblemsAtOnce() {
        context.withBean("a", MissingKwarg.class)
                .withBean("b", SuperfluousKwarg.class)
                .withBean("c", Unfit.class)
                .run(ctx -> assertThat(problems(ctx)).hasSize(4));
    }

    @Test
    void reportsTheGraphsOfAllScheds() {
        context.withBean("broken", Broken.class)
                .withPropertyValues("pexen.scheds.nightly.run-on-startup=false")
                .run(ctx -> assertThat(problems(ctx))
                        .extracting(StartupProblem::description)
                        .anySatisfy(
                                text -> assertThat(text).contains("In the sched \"default\"", "Broken.one of the bean"))
                        .anySatisfy(text ->
                                assertThat(text).contains("In the sched \"nightly\"", "Broken.two of the bean")));
    }

    private void failsWith(Class<?> bean, String... texts) {
        context.withBean("bad", bean)
                .run(ctx -> assertThat(problems(ctx))
                        .anySatisfy(problem -> assertThat(problem.description()).contains(texts)));
    }

    private static List<StartupProblem> problems(AssertableApplicationContext ctx) {
        return failure(ctx).problems();
    }

    private static StartupProblemsException failure(AssertableApplicationContext ctx) {
        assertThat(ctx).hasFailed();
        for (Throwable at = ctx.getStartupFailure(); at != null; at = at.getCause()) {
            if (at instanceof StartupProblemsException found) {
                return found;
            }
        }
        throw new AssertionError("failed otherwise", ctx.getStartupFailure());
    }

    private static Sched sched(ListableBeanFactory ctx) {
        return ctx.getBean(Sched.class);
    }

    private static List<String> ids(ListableBeanFactory ctx) {
        return sched(ctx).tasks().stream().map(Task::id).toList();
    }

    private static List<TaskRes> results(ListableBeanFactory ctx) {
        List<TaskRes> results = sched(ctx).runAll();
        assertThat(results).allSatisfy(res -> assertThat(res.excinfo()).isNull());
        return results;
    }

    static class Nightly {
        @PexenTask(provides = "strikes", claims = "db")
        int load(SharedState shared) {
            shared.put("count", 3);
            return 3;
        }

        @PexenTask(requires = "strikes", uses = "db")
        String report(SharedState shared) {
            return shared.get("count") + " strikes";
        }
    }

    static class Full {
        @PexenTask(id = "my-id", provides = "p", uses = "u", claims = "c", priority = -5)
        void work() {}
    }

    static class Sorted {
        @PexenTask
        void plain() {}

        @PexenTask(sched = "nightly")
        void named() {}
    }

    @Retention(RetentionPolicy.RUNTIME)
    @PexenTask(claims = "db")
    @interface DbTask {
        @AliasFor(annotation = PexenTask.class, attribute = "provides")
        String[] gives();
    }

    static class Meta {
        @DbTask(gives = "rows")
        void load() {}
    }

    interface Api {
        @PexenTask(kwargs = "top=7")
        int count(@Kwarg("top") int most);
    }

    static class Impl implements Api {
        @Override
        public int count(int number) {
            return 2 * number;
        }
    }

    static class Parent {
        @PexenTask
        String work() {
            return "parent";
        }
    }

    static class Child extends Parent {
        @Override
        String work() {
            return "child";
        }
    }

    @Configuration
    static class ConfigurationWithTask {
        @PexenTask
        String work() {
            return "configured";
        }
    }

    static class Counted {
        Counted() {
            created.incrementAndGet();
        }

        @PexenTask
        void work() {}
    }

    @Configuration(proxyBeanMethods = false)
    static class LazyBean {
        @Bean
        @Lazy
        Counted counted() {
            return new Counted();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class PrototypeBean {
        @Bean
        @Scope(BeanDefinition.SCOPE_PROTOTYPE)
        Counted counted() {
            return new Counted();
        }
    }

    static class Selfish {
        private final Sched sched;

        Selfish(Sched sched) {
            this.sched = sched;
        }

        @PexenTask
        void work() {}

        int rebuild() {
            return sched.runAll().size();
        }
    }

    static class Texts {
        @PexenTask(
                id = "load-${stage}",
                provides = {"rows-${stage:none}", "spel-#{1 + 2}"},
                kwargs = "top=${top:10}")
        void load(@Kwarg int top) {}
    }

    static class Converted {
        @PexenTask(kwargs = {"wait=90s", "names=a,b"})
        String work(Duration wait, String[] names) {
            return wait + " " + Arrays.toString(names);
        }
    }

    static class Unfit {
        @PexenTask
        @SuppressWarnings("UnusedMethod") // it is found, and refused
        private void hidden() {}

        @PexenTask
        static void shared() {}
    }

    static class Final {
        @PexenTask
        final String fixed() {
            return "called";
        }
    }

    static class Gen<T> {
        @PexenTask(kwargs = "value=41")
        Object next(@Kwarg T value) {
            return value;
        }
    }

    static class IntGen extends Gen<Integer> {}

    @Configuration(proxyBeanMethods = false)
    static class GenericBean {
        @Bean
        Gen<Integer> gen() {
            return new Gen<>();
        }
    }

    static class Optionals {
        @PexenTask
        String work(@Kwarg @Nullable String a, Optional<Integer> b) {
            return a + " " + b;
        }
    }

    static class BrokenSpel {
        @PexenTask(provides = "#{@nowhere.name}")
        void bean() {}

        @PexenTask(provides = "#{1 +}")
        void syntax() {}

        @PexenTask(provides = "#{T(io.pexen.spring.discovery.TaskDiscoveryTest$BrokenSpel).refuse()}")
        void silent() {}

        public static String refuse() {
            throw new IllegalStateException();
        }
    }

    static class QuotedSecret {
        @PexenTask(kwargs = "p=#{'${app.password}'}")
        void password(@Kwarg("p") String password) {}

        @PexenTask(kwargs = "pin=${app.pin}")
        void pin(@Kwarg("pin") int pin) {}
    }

    static class TakesABean {
        @PexenTask
        void work(Sched sched) {}
    }

    static class MissingKwarg {
        @PexenTask
        void work(@Kwarg int top) {}
    }

    static class SuperfluousKwarg {
        @PexenTask(kwargs = "bottom=1")
        void work() {}
    }

    static class UnconvertibleKwarg {
        @PexenTask(kwargs = "top=many")
        void work(@Kwarg int top) {}
    }

    static class UnknownPlaceholder {
        @PexenTask(provides = "${no.such.property}")
        void work() {}
    }

    static class UnknownSched {
        @PexenTask(sched = "nihgtly")
        void work() {}
    }

    static class Broken {
        @PexenTask(requires = "nothing")
        void one() {}

        @PexenTask(sched = "nightly", requires = "nothing")
        void two() {}
    }

    static class Inherits {
        @PexenTask(id = "same")
        void work() {}
    }

    static class InheritsToo extends Inherits {
        @Override
        void work() {}
    }
}
