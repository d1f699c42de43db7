package io.pexen.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.process.ProcessWorkerPool;
import io.pexen.spring.PexenContexts;
import io.pexen.task.PexenTask;
import io.pexen.task.TaskFailException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class PexenMetricsTest {

    private final ApplicationContextRunner withoutRegistry = PexenContexts.runner()
            .withConfiguration(AutoConfigurations.of(PexenMetricsAutoConfiguration.class))
            .withBean("work", Work.class);

    private final ApplicationContextRunner context = withoutRegistry.withConfiguration(AutoConfigurations.of(
            MetricsAutoConfiguration.class,
            SimpleMetricsExportAutoConfiguration.class,
            CompositeMeterRegistryAutoConfiguration.class));

    @Test
    void registersExactlyWhatIsDocumented() {
        context.withPropertyValues("pexen.pools.main.workers=1", "pexen.pool=main")
                .withBean("children", ProcessWorkerPool.class, () -> new ProcessWorkerPool(1, 1))
                .run(ctx -> {
                    ctx.getBean(Sched.class).runAll();
                    List<PexenMeter> registered = ctx.getBean(MeterRegistry.class).getMeters().stream()
                            .map(Meter::getId)
                            .filter(id -> id.getName().startsWith("pexen."))
                            .map(id -> new PexenMeter(
                                    id.getName(),
                                    id.getType(),
                                    id.getBaseUnit(),
                                    String.valueOf(id.getDescription()),
                                    id.getTags().stream()
                                            .map(Tag::getKey)
                                            .sorted()
                                            .toList()))
                            .distinct()
                            .toList();
                    assertThat(registered)
                            .containsExactlyInAnyOrderElementsOf(PexenMeters.all().stream()
                                    .map(PexenMetricsTest::sortedTags)
                                    .toList());
                });
    }

    @Test
    void countsTasksByOutcome() {
        context.run(ctx -> {
            ctx.getBean(Sched.class).runAll();
            assertThat(outcome(ctx, "work.works")).isEqualTo("succeeded");
            assertThat(outcome(ctx, "work.fails")).isEqualTo("failed");
            assertThat(outcome(ctx, "work.controlled")).isEqualTo("controlled");
            assertThat(outcome(ctx, "work.depends")).isEqualTo("skipped");
            assertThat(timer(ctx, "pexen.runs", "outcome", "failed").count()).isEqualTo(1);
        });
    }

    @Test
    void countsCancelledTasks() {
        context.run(ctx -> {
            try (Run run = ctx.getBean(Sched.class).run()) {
                run.cancel();
                run.forEach(res -> {});
            }
            assertThat(timer(ctx, "pexen.runs", "outcome", "cancelled").count()).isEqualTo(1);
            assertThat(timer(ctx, "pexen.tasks", "outcome", "cancelled").count())
                    .isPositive();
        });
    }

    @Test
    void countsNoFailureOfARunThatWasCancelled() {
        PexenContexts.runner()
                .withConfiguration(AutoConfigurations.of(
                        PexenMetricsAutoConfiguration.class,
                        MetricsAutoConfiguration.class,
                        SimpleMetricsExportAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class))
                .withBean("sleeper", Sleeper.class)
                .run(ctx -> {
                    Run run = ctx.getBean(Sched.class).run();
                    ctx.getBean(Sleeper.class).begun.await();
                    run.close();
                    assertThat(run.summary().failed()).isEqualTo(1); // by its interrupt
                    assertThat(timer(ctx, "pexen.runs", "outcome", "cancelled").count())
                            .isEqualTo(1);
                    assertThat(outcome(ctx, "sleeper.sleep")).isEqualTo("cancelled");
                    assertThat(outcome(ctx, "sleeper.later")).isEqualTo("cancelled");
                });
    }

    static class Sleeper {
        final CountDownLatch begun = new CountDownLatch(1);

        @PexenTask
        void sleep() throws InterruptedException {
            begun.countDown();
            new CountDownLatch(1).await();
        }

        @PexenTask(requires = "sleeper.sleep")
        void later() {}
    }

    @Test
    void timesBodiesAndWaits() {
        context.run(ctx -> {
            ctx.getBean(Sched.class).runAll();
            assertThat(timer(ctx, "pexen.tasks", "task", "work.works").totalTime(TimeUnit.NANOSECONDS))
                    .isPositive();
            assertThat(timer(ctx, "pexen.tasks.wait", "reason", "worker").count())
                    .isEqualTo(3);
        });
    }

    @Test
    void tagsTasksWithThePoolThatTheyRanOn() {
        context.withBean("reports", Reports.class)
                .withPropertyValues("pexen.pool=main", "pexen.pools.main.workers=1", "pexen.pools.heavy.workers=1")
                .run(ctx -> {
                    ctx.getBean(Sched.class).runAll();
                    assertThat(timer(ctx, "pexen.tasks", "task", "reports.yearly")
                                    .getId()
                                    .getTag("pool"))
                            .isEqualTo("heavy");
                    assertThat(timer(ctx, "pexen.tasks", "task", "work.works")
                                    .getId()
                                    .getTag("pool"))
                            .isEqualTo("main");
                    assertThat(timer(ctx, "pexen.runs", "outcome", "failed")
                                    .getId()
                                    .getTag("pool"))
                            .isEqualTo("main");
                    assertThat(ctx.getBean(MeterRegistry.class)
                                    .get("pexen.tasks.wait")
                                    .tags("reason", "worker", "pool", "heavy")
                                    .timer()
                                    .count())
                            .isEqualTo(1);
                });
    }

    static class Reports {
        @PexenTask(pool = "heavy")
        void yearly() {}
    }

    @Test
    void showsThePool() {
        context.withPropertyValues("pexen.pools.main.workers=3", "pexen.pools.main.spare=2")
                .run(ctx -> {
                    MeterRegistry registry = ctx.getBean(MeterRegistry.class);
                    assertThat(registry.get("pexen.pool.workers")
                                    .tag("pool", "main")
                                    .gauge()
                                    .value())
                            .isEqualTo(3);
                    assertThat(registry.get("pexen.pool.spare")
                                    .tag("pool", "main")
                                    .gauge()
                                    .value())
                            .isEqualTo(2);
                    assertThat(registry.get("pexen.pool.utilization").gauge().value())
                            .isZero();
                });
    }

    @Test
    void isAbsentWithoutARegistry() {
        withoutRegistry.run(ctx -> {
            assertThat(ctx).hasNotFailed().doesNotHaveBean(RunMetrics.class);
            assertThat(ctx.getBean(Sched.class).runAll()).hasSize(3);
        });
    }

    @Test
    void isAbsentWithoutMicrometer() {
        withoutRegistry
                .withClassLoader(new FilteredClassLoader("io.micrometer"))
                .run(ctx -> assertThat(ctx).hasNotFailed().doesNotHaveBean("pexenRunMetrics"));
    }

    @Test
    void bindsToARegistryOfTheApplication() {
        withoutRegistry
                .withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class))
                .withBean(SimpleMeterRegistry.class)
                .run(ctx -> assertThat(ctx.getBean(MeterRegistry.class)
                                .find("pexen.pool.workers")
                                .gauge())
                        .isNotNull());
    }

    private static PexenMeter sortedTags(PexenMeter meter) {
        String unit = meter.baseUnit();
        return new PexenMeter(
                meter.name(),
                meter.type(),
                unit,
                meter.description(),
                meter.tags().stream().sorted().toList());
    }

    private static String outcome(ListableBeanFactory ctx, String task) {
        return ctx.getBean(MeterRegistry.class).get("pexen.tasks").tag("task", task).timers().stream()
                .map(timer -> timer.getId().getTag("outcome"))
                .collect(Collectors.joining());
    }

    private static Timer timer(ListableBeanFactory ctx, String name, String tag, String value) {
        return ctx.getBean(MeterRegistry.class).get(name).tag(tag, value).timer();
    }

    static class Work {
        @PexenTask
        void works() {}

        @PexenTask
        void fails() {
            throw new IllegalStateException("expected");
        }

        @PexenTask
        void controlled() {
            throw new TaskFailException("expected");
        }

        @PexenTask(requires = "work.fails")
        void depends() {}
    }
}
