package io.pexen.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Sched;
import io.pexen.pool.WorkerPool;
import io.pexen.task.PexenTask;
import io.pexen.task.Task;
import io.pexen.test.CallerThreadPool;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** The sched and pool that a parameter or field gets, and the scheds that exist. */
class NamedInjectionTest {

    private final ApplicationContextRunner context = PexenContexts.runner();
    private final ApplicationContextRunner named = context.withPropertyValues(
            "pexen.pool=main",
            "pexen.pools.main.workers=4",
            "pexen.pools.heavy.workers=2",
            "pexen.scheds.default.pool=main",
            "pexen.scheds.nightly.pool=heavy");

    @Test
    void givesAParameterOrFieldTheSchedOrPoolOfItsName() {
        named.withBean("user", User.class).withBean(FieldUser.class).run(ctx -> {
            User user = ctx.getBean(User.class);
            assertThat(user.nightly.name()).isEqualTo("nightly");
            assertThat(user.heavy.name()).isEqualTo("heavy");
            assertThat(ctx.getBean(FieldUser.class).nightly.name()).isEqualTo("nightly");
        });
    }

    @Test
    void givesItThoughAComponentHasThatName() {
        named.withBean("nightly", User.class).withBean("heavy", Object.class).run(ctx -> {
            User user = ctx.getBean(User.class);
            assertThat(user.nightly.name()).isEqualTo("nightly");
            assertThat(user.heavy.name()).isEqualTo("heavy");
        });
    }

    @Test
    void givesItByTheNameOfTheBeanToo() {
        named.withUserConfiguration(ByBeanName.class)
                .run(ctx -> assertThat(ctx.getBean("found")).isEqualTo("nightly on heavy"));
    }

    @Test
    void givesAnyOtherParameterTheDefault() {
        named.withUserConfiguration(Others.class)
                .run(ctx -> assertThat(ctx.getBean("found")).isEqualTo("default on main"));
    }

    @Test
    void heedsAQualifierMoreThanTheNameOfTheParameter() {
        named.withUserConfiguration(Qualified.class)
                .run(ctx -> assertThat(ctx.getBean("found")).isEqualTo("default"));
    }

    @Test
    void givesAllSchedsToAListOfAnyName() {
        named.withUserConfiguration(Lists.class)
                .run(ctx -> assertThat(ctx.getBean("found")).isEqualTo(2));
    }

    @Test
    void givesItToAnOptionalOrObjectProviderOfThatName() {
        named.withUserConfiguration(Wrapped.class)
                .run(ctx ->
                        assertThat(ctx.getBean("found")).isEqualTo("nightly nightly nightly nightly default default"));
    }

    @Test
    void givesAllSchedsToTheStreamOfAnObjectProvider() {
        named.withUserConfiguration(Streams.class)
                .run(ctx -> assertThat(ctx.getBean("found")).isEqualTo(2L));
    }

    @Test
    void letsThePrimaryBeanOfTheApplicationWin() {
        context.withPropertyValues("pexen.pool=main", "pexen.pools.main.workers=4", "pexen.pools.heavy.workers=2")
                .withUserConfiguration(PrimaryPool.class)
                .run(ctx -> {
                    assertThat(ctx.getBean(WorkerPool.class)).isInstanceOf(CallerThreadPool.class);
                    assertThat(ctx.getBean("found")).isEqualTo("caller caller");
                });
    }

    @Test
    void letsASchedBeanOfThatVeryNameWin() {
        named.withUserConfiguration(OwnNightly.class).run(ctx -> {
            assertThat(ctx.getBeansOfType(Sched.class)).containsOnlyKeys("nightly", "defaultSched");
            assertThat(ctx.getBean("found")).isEqualTo(1);
        });
    }

    @Test
    void startsThoughAnAutoConfigurationThatComesLaterTakesTheName() {
        named.withConfiguration(AutoConfigurations.of(LaterAutoConfiguration.class))
                .withUserConfiguration(ByParameter.class)
                .run(ctx -> {
                    assertThat(ctx.getBean("main")).isEqualTo("taken");
                    assertThat(ctx.getBean("nightly")).isEqualTo("taken");
                    assertThat(ctx.getBean("found")).isEqualTo("nightly on main");
                });
    }

    @Test
    void hasTheDefaultSchedWhereNobodyDeclaresOne() {
        context.run(ctx -> assertThat(ctx.getBean(Sched.class).name()).isEqualTo("default"));
    }

    @Test
    void hasNoDefaultSchedWhereThePropertiesDeclareAnother() {
        context.withPropertyValues("pexen.scheds.nightly.shared.a=1")
                .withUserConfiguration(Others.class)
                .run(ctx -> {
                    assertThat(ctx.getBeansOfType(Sched.class)).containsOnlyKeys("nightlySched");
                    assertThat(ctx.getBean("found")).isEqualTo("nightly on default");
                });
    }

    @Test
    void hasTheDefaultSchedBesideOthersForTasksThatNameNone() {
        context.withPropertyValues("pexen.scheds.nightly.shared.a=1")
                .withUserConfiguration(Mixed.class)
                .run(ctx -> {
                    assertThat(ctx.getBean("defaultSched", Sched.class).tasks())
                            .extracting(Task::id)
                            .containsExactly("mixed.any");
                    assertThat(ctx.getBean("nightlySched", Sched.class).tasks())
                            .extracting(Task::id)
                            .containsExactly("mixed.named");
                });
    }

    @Test
    void hasNoDefaultSchedWhereAllTasksNameAnother() {
        context.withPropertyValues("pexen.scheds.nightly.shared.a=1", "when=nightly")
                .withBean("placeholder", Placeholder.class)
                .run(ctx -> assertThat(ctx.getBeansOfType(Sched.class)).containsOnlyKeys("nightlySched"));
    }

    @Test
    void refusesATaskThatNamesNoneWhereItsBeanShowsItTooLateForADefaultSched() {
        context.withPropertyValues("pexen.scheds.nightly.shared.a=1")
                .withUserConfiguration(HiddenType.class)
                .run(ctx -> assertThat(ctx)
                        .getFailure()
                        .isInstanceOf(StartupProblemsException.class)
                        .hasMessageContaining(
                                "names no sched, and there is no sched \"default\"" + " (known scheds: \"nightly\")"));
    }

    @Configuration(proxyBeanMethods = false)
    static class HiddenType {
        @Bean
        Runnable hidden() {
            return new HiddenTask();
        }
    }

    static class HiddenTask implements Runnable {
        @Override
        @PexenTask
        public void run() {}
    }

    static class User {
        final Sched nightly;
        final WorkerPool heavy;

        User(Sched nightly, WorkerPool heavy) {
            this.nightly = nightly;
            this.heavy = heavy;
        }
    }

    static class FieldUser {
        @Autowired
        Sched nightly;
    }

    @Configuration(proxyBeanMethods = false)
    static class ByParameter {
        @Bean
        String found(Sched nightly, WorkerPool main) {
            return nightly.name() + " on " + main.name();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ByBeanName {
        @Bean
        String found(Sched nightlySched, WorkerPool heavyPool) {
            return nightlySched.name() + " on " + heavyPool.name();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Others {
        @Bean
        String found(Sched sched, WorkerPool pool) {
            return sched.name() + " on " + pool.name();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Qualified {
        @Bean
        String found(@Qualifier("default") Sched nightly) {
            return nightly.name();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Lists {
        @Bean
        Integer found(List<Sched> nightly) {
            return nightly.size();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Wrapped {
        @Autowired
        ObjectProvider<Sched> sched;

        @Autowired
        Optional<Sched> any;

        @Bean
        String found(Optional<Sched> nightly, ObjectProvider<Sched> nightlySched) {
            return Stream.of(
                            nightly.orElseThrow(),
                            nightlySched.getObject(),
                            nightlySched.getIfAvailable(),
                            nightlySched.getIfUnique(),
                            sched.getObject(),
                            any.orElseThrow())
                    .map(Sched::name)
                    .collect(Collectors.joining(" "));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Streams {
        @Bean
        Long found(ObjectProvider<Sched> nightly) {
            return nightly.stream().count();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class PrimaryPool {
        @Bean
        @Primary
        WorkerPool testPool() {
            return new CallerThreadPool();
        }

        @Bean
        String found(WorkerPool main, Sched sched) {
            return main.name() + " "
                    + (sched.pool() == null ? null : sched.pool().name());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnNightly {
        @Bean
        Sched nightly() {
            return new Sched(List.of(Task.named("own").runs(() -> {})));
        }

        @Bean
        Integer found(Sched nightly) {
            return nightly.tasks().size();
        }
    }

    @AutoConfiguration(after = PexenAutoConfiguration.class)
    static class LaterAutoConfiguration {
        @Bean
        String nightly() {
            return "taken";
        }

        @Bean
        String main() {
            return "taken";
        }
    }

    @Configuration(value = "mixed", proxyBeanMethods = false)
    static class Mixed {
        @PexenTask
        void any() {}

        @PexenTask(sched = "nightly")
        void named() {}
    }

    static class Placeholder {
        @PexenTask(sched = "${when}")
        void work() {}
    }
}
