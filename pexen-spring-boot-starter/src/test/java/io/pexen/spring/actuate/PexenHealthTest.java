package io.pexen.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Sched;
import io.pexen.pool.WorkerPool;
import io.pexen.spring.PexenContexts;
import io.pexen.task.Task;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class PexenHealthTest {

    private final ApplicationContextRunner context =
            PexenContexts.runner().withConfiguration(AutoConfigurations.of(PexenHealthAutoConfiguration.class));

    @Test
    void isUpWhileAllPoolsWork() {
        context.run(ctx -> {
            Health health = ctx.getBean(HealthIndicator.class).health();
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails()).containsEntry("default", "open");
        });
    }

    @Test
    void isDownIfAPoolIsClosed() {
        context.run(ctx -> {
            ctx.getBean(WorkerPool.class).close();
            Health health = ctx.getBean(HealthIndicator.class).health();
            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails()).containsEntry("default", "closed");
        });
    }

    @Test
    void isUpThoughTasksFail() {
        context.run(ctx -> {
            Sched sched = ctx.getBean(Sched.class);
            sched.addTasks(Task.named("fails").runs(() -> {
                throw new IllegalStateException("expected");
            }));
            assertThat(sched.runAll().summary().failed()).isEqualTo(1);
            assertThat(ctx.getBean(HealthIndicator.class).health().getStatus()).isEqualTo(Status.UP);
        });
    }

    @Test
    void canBeTurnedOff() {
        context.withPropertyValues("management.health.pexen.enabled=false")
                .run(ctx -> assertThat(ctx).doesNotHaveBean(HealthIndicator.class));
    }

    @Test
    void backsOffForOneOfTheApplication() {
        context.withBean(
                        "pexenHealthIndicator",
                        HealthIndicator.class,
                        () -> () -> Health.unknown().build())
                .run(ctx -> assertThat(ctx)
                        .getBean(HealthIndicator.class)
                        .extracting(indicator -> indicator.health().getStatus())
                        .isEqualTo(Status.UNKNOWN));
    }
}
