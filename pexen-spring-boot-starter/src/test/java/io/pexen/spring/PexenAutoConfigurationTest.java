package io.pexen.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.LockScope;
import io.pexen.Sched;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.pool.WorkerPool;
import io.pexen.task.Task;
import io.pexen.test.CallerThreadPool;
import io.pexen.test.RecordingListener;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@ExtendWith(OutputCaptureExtension.class)
class PexenAutoConfigurationTest {

    private final ApplicationContextRunner context = PexenContexts.runner();

    @Test
    void givesOneSchedOnOnePoolWithoutAnyConfiguration() {
        context.run(ctx -> {
            WorkerPool pool = ctx.getBean(WorkerPool.class);
            assertThat(pool.name()).isEqualTo("default");
            assertThat(pool.workers()).isEqualTo(Runtime.getRuntime().availableProcessors());
            assertThat(pool.spare()).isEqualTo(1);
            assertThat(ctx.getBean(Sched.class).name()).isEqualTo("default");
            assertThat(ctx.getBean(Sched.class).pool()).isSameAs(pool);
        });
    }

    @Test
    void givesNothingWithoutTheCore() {
        context.withClassLoader(new FilteredClassLoader(Sched.class))
                .run(ctx -> assertThat(ctx).hasNotFailed().doesNotHaveBean(PexenProperties.class));
    }

    @Test
    void makesABeanOfEachPool() {
        context.withPropertyValues(
                        "pexen.pool=main",
                        "pexen.pools.main.workers=4",
                        "pexen.pools.main.spare=2",
                        "pexen.pools.heavy.spare=0")
                .run(ctx -> {
                    WorkerPool main = ctx.getBean("main", WorkerPool.class);
                    WorkerPool heavy = ctx.getBean("heavy", WorkerPool.class);
                    assertThat(main.workers()).isEqualTo(4);
                    assertThat(main.spare()).isEqualTo(2);
                    assertThat(heavy.workers()).isEqualTo(1);
                    assertThat(heavy.spare()).isZero();
                    assertThat(ctx.getBean(WorkerPool.class)).isSameAs(main);
                });
    }

    @Test
    @DisplayName("8.7 workers have the class loader of the application, but no thread-locals of the driver")
    void workersHaveTheClassLoaderOfTheApplication() {
        InheritableThreadLocal<String> user = new InheritableThreadLocal<>();
        FilteredClassLoader application = new FilteredClassLoader("none.such");
        context.withClassLoader(application).run(ctx -> {
            user.set("Ann");
            Task task = Task.named("task")
                    .calls(() ->
                            Arrays.asList(user.get(), Thread.currentThread().getContextClassLoader()));

            assertThat(ctx.getBean(Sched.class).addTasks(task).runAll().get(0).ret())
                    .isEqualTo(Arrays.asList(null, application));
        });
    }

    @Test
    void sizesTheDefaultPoolByProcessorsUnlessToldOtherwise() {
        int processors = Runtime.getRuntime().availableProcessors();
        assertThat(workersOfDefault("pexen.pools.default.spare=0")).isEqualTo(processors);
        assertThat(workersOfDefault("pexen.pools.default.workers=7")).isEqualTo(7);
    }

    private int workersOfDefault(String property) {
        int[] workers = new int[1];
        context.withPropertyValues(property)
                .run(ctx -> workers[0] = ctx.getBean(WorkerPool.class).workers());
        return workers[0];
    }

    @Test
    void saysPoolsAndSchedsInOneLine(CapturedOutput output) {
        context.withPropertyValues(
                        "pexen.pool=main",
                        "pexen.pools.main.workers=4",
                        "pexen.pools.main.spare=2",
                        "pexen.pools.heavy.spare=0")
                .withUserConfiguration(OwnSched.class)
                .run(ctx -> assertThat(output.getOut().lines().filter(line -> line.contains("pools: ")))
                        .singleElement()
                        .asString()
                        .contains(" INFO ")
                        .endsWith("pools: main (4 workers, 2 spare, threads), heavy (1 worker, 0 spare, threads);"
                                + " scheds: mine (1 task)"));
    }

    @Test
    void makesABeanOfEachSched() {
        context.withPropertyValues(
                        "pexen.pool=main",
                        "pexen.pools.main.workers=2",
                        "pexen.pools.heavy.workers=2",
                        "pexen.scheds.nightly.pool=heavy",
                        "pexen.scheds.nightly.shared.build=666")
                .run(ctx -> {
                    Sched nightly = ctx.getBean("nightly", Sched.class);
                    assertThat(nightly.pool()).isSameAs(ctx.getBean("heavy"));
                    assertThat(ctx.getBean(Sched.class)).isSameAs(nightly);
                    nightly.addTasks(Task.named("build").calls(shared -> shared.get("build")));
                    assertThat(nightly.runAll().get(0).ret()).isEqualTo("666");
                });
    }

    @Test
    void injectsByTheQualifierOfTheNameThoughOthersHaveThatNameToo() {
        context.withPropertyValues("pexen.pools.nightly.workers=3", "pexen.scheds.nightly.pool=nightly")
                .withUserConfiguration(NightlyUser.class)
                .run(ctx -> {
                    NightlyUser user = ctx.getBean(NightlyUser.class);
                    assertThat(user.sched.name()).isEqualTo("nightly");
                    assertThat(user.pool.workers()).isEqualTo(3);
                });
    }

    @Test
    void letsThePoolOfTheApplicationWin() {
        context.withUserConfiguration(OwnPool.class).run(ctx -> {
            assertThat(ctx).hasSingleBean(WorkerPool.class);
            assertThat(ctx.getBean(Sched.class).pool()).isInstanceOf(CallerThreadPool.class);
        });
    }

    @Test
    void letsABeanOfTheSameNameWin() {
        context.withUserConfiguration(OwnPool.class)
                .withPropertyValues("pexen.pools.mine.workers=7")
                .run(ctx -> {
                    assertThat(ctx).hasSingleBean(WorkerPool.class);
                    assertThat(ctx.getBean("mine")).isInstanceOf(CallerThreadPool.class);
                });
    }

    @Test
    void letsTheSchedOfTheApplicationWinAndGivesItWhatItLacks() {
        context.withUserConfiguration(OwnSched.class).run(ctx -> {
            Sched sched = ctx.getBean(Sched.class);
            assertThat(sched.name()).isEqualTo("mine");
            assertThat(sched.pool()).isSameAs(ctx.getBean(WorkerPool.class));
            assertThat(sched.lockScope()).isSameAs(ctx.getBean(LockScope.class));
            sched.runAll();
            assertThat(ctx.getBean(RecordingListener.class).order()).containsExactly("own");
        });
    }

    @Test
    void givesAllSchedsOneLockScope() {
        context.withPropertyValues("pexen.scheds.one.shared.a=1", "pexen.scheds.two.shared.a=1")
                .run(ctx -> assertThat(ctx.getBeansOfType(Sched.class).values())
                        .hasSize(2)
                        .extracting(Sched::lockScope)
                        .containsOnly(ctx.getBean(LockScope.class)));
    }

    @Test
    void closesThePoolsWithTheContext() {
        WorkerPool[] pool = new WorkerPool[1];
        context.run(ctx -> pool[0] = ctx.getBean(WorkerPool.class));
        assertThat(pool[0].isClosed()).isTrue();
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void takesTheDefaultOfVirtualFromSpring() {
        context.withPropertyValues(
                        "spring.threads.virtual.enabled=true",
                        "pexen.pools.a.workers=1",
                        "pexen.pools.b.virtual=false",
                        "pexen.pool=a")
                .run(ctx -> {
                    assertThat(ctx.getBean("a", ThreadWorkerPool.class).isVirtual())
                            .isTrue();
                    assertThat(ctx.getBean("b", ThreadWorkerPool.class).isVirtual())
                            .isFalse();
                });
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void refusesVirtualThreadsWhereThereAreNone() {
        fails("pexen.pools.main.virtual", "virtual threads need Java 21", "pexen.pools.main.virtual=true");
    }

    @Test
    void refusesAPoolWithoutWorkers() {
        fails("pexen.pools.main.workers", "workers must be >= 1", "pexen.pools.main.workers=0");
    }

    @Test
    void refusesANegativeSpare() {
        fails("pexen.pools.main.spare", "spare must be >= 0", "pexen.pools.main.spare=-1");
    }

    @Test
    void refusesANegativeGracePeriod() {
        fails("pexen.pools.main.grace-period", "must not be negative", "pexen.pools.main.grace-period=-1s");
    }

    @ParameterizedTest
    @CsvSource({
        "max-heap, 512MB",
        "working-directory, /tmp",
        "serializer, io.pexen.process.PayloadSerializer",
        "tasks-per-worker, 5",
        "start-timeout, 5s",
        "message-limit, 1MB"
    })
    void refusesSettingsOfProcessesForAPoolOfThreads(String property, String value) {
        context.withPropertyValues("pexen.pools.main." + property + "=" + value)
                .run(ctx -> assertThat(ctx)
                        .getFailure()
                        .rootCause()
                        .isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, failure -> {
                            assertThat("pexen.pools.main." + property).startsWith(failure.getName());
                            assertThat(failure.getReason())
                                    .contains("only to pools of type process")
                                    .contains("pexen.pools.main.type=process");
                        }));
    }

    @Test
    void refusesANegativeNumberOfRememberedRunsThoughThereIsNoEndpoint() {
        context.withPropertyValues("pexen.endpoint.history=-1")
                .run(ctx -> assertThat(ctx)
                        .getFailure()
                        .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                        .hasMessageContaining("pexen.endpoint.history")
                        .hasMessageContaining("must be >= 0"));
    }

    @Test
    void refusesVirtualThreadsForAPoolOfProcesses() {
        fails(
                "pexen.pools.main.virtual",
                "only to pools of type thread",
                "pexen.pools.main.type=process",
                "pexen.pools.main.virtual=true");
    }

    @Test
    void refusesAnExitCodeWithoutARunOnStartup() {
        fails(
                "pexen.scheds.nightly.exit-code-on-failure",
                "set pexen.scheds.nightly.run-on-startup=true",
                "pexen.scheds.nightly.exit-code-on-failure=true");
    }

    @Test
    void refusesANegativeShutdownTimeout() {
        fails("pexen.shutdown.timeout", "must not be negative", "pexen.shutdown.timeout=-1s");
    }

    @Test
    void refusesAnUnknownPool() {
        fails(
                "pexen.scheds.nightly.pool",
                "there is no pool of this name (known pools: main)",
                "pexen.pools.main.workers=1",
                "pexen.scheds.nightly.pool=mian");
        fails(
                "pexen.pool",
                "there is no pool of this name (known pools: main)",
                "pexen.pools.main.workers=1",
                "pexen.pool=mian");
    }

    @Test
    void refusesToChooseAmongSeveralPools() {
        context.withPropertyValues("pexen.pools.a.workers=1", "pexen.pools.b.workers=1")
                .run(ctx -> assertThat(ctx)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(StartupProblemsException.class)
                        .hasMessageContaining("pexen.pool is not set")
                        .hasMessageContaining("a, b"));
    }

    private void fails(String property, String reason, String... values) {
        context.withPropertyValues(values)
                .run(ctx -> assertThat(ctx)
                        .getFailure()
                        .rootCause()
                        .isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, failure -> {
                            assertThat(failure.getName()).isEqualTo(property);
                            assertThat(failure.getReason()).contains(reason);
                        }));
    }

    @Configuration(value = "nightly", proxyBeanMethods = false)
    static class NightlyUser {
        final Sched sched;
        final WorkerPool pool;

        NightlyUser(@Qualifier("nightly") Sched sched, @Qualifier("nightly") WorkerPool pool) {
            this.sched = sched;
            this.pool = pool;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnPool {
        @Bean
        WorkerPool mine() {
            return new CallerThreadPool();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnSched {
        @Bean
        Sched mine() {
            return new Sched(List.of(Task.named("own").runs(() -> {})));
        }

        @Bean
        RecordingListener recorder() {
            return new RecordingListener();
        }
    }
}
