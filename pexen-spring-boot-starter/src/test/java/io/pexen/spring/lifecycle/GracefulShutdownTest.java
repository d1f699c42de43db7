package io.pexen.spring.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Sched;
import io.pexen.run.Results;
import io.pexen.run.RunSummary;
import io.pexen.spring.Logs;
import io.pexen.spring.PexenContexts;
import io.pexen.task.PexenTask;
import io.pexen.task.Task;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

@Timeout(30)
class GracefulShutdownTest {

    private final Blocker blocker = new Blocker();
    private final ApplicationContextRunner context =
            PexenContexts.runner().withBean("blocker", Blocker.class, () -> blocker);

    @Test
    void waitsForRunsThatEndInTime() {
        Future<Results> results = closeDuringARun(context.withBean(ApplicationListener.class, () ->
                (ApplicationListener<ContextClosedEvent>) event -> blocker.release.countDown()));
        assertThat(results)
                .succeedsWithin(Duration.ofSeconds(10))
                .satisfies(all -> assertThat(all.summary().succeeded()).isTrue());
    }

    @Test
    void cancelsRunsThatDoNotEndInTime() {
        Future<Results> results = closeDuringARun(context.withPropertyValues("pexen.shutdown.timeout=400ms"));
        assertThat(results).succeedsWithin(Duration.ofSeconds(10));
        assertThat(blocker.interrupted.getCount()).isZero();
    }

    @Test
    void cancelsRunsAtOnceIfTold() {
        Future<Results> results =
                closeDuringARun(context.withPropertyValues("pexen.shutdown.mode=cancel", "pexen.shutdown.timeout=1h"));
        assertThat(results).succeedsWithin(Duration.ofSeconds(10));
        assertThat(blocker.interrupted.getCount()).isZero();
    }

    @Test
    void logsNoFailureForARunThatItCancels() throws Exception {
        try (Logs logs = new Logs("io.pexen")) {
            Future<Results> results = closeDuringARun(
                    context.withPropertyValues("pexen.shutdown.mode=cancel", "pexen.shutdown.timeout=1h"));
            assertThat(results.get().summary().outcome()).isEqualTo(RunSummary.Outcome.CANCELLED);
            assertThat(logs.all())
                    .contains("INFO Cancelling 1 run of \"default\"")
                    .allMatch(text -> text.startsWith("INFO ") && !text.contains(" + "));
        }
    }

    @Test
    void cancelsRunsThatStartWhileItStops() {
        context.run(ctx -> {
            GracefulShutdown shutdown = ctx.getBean(GracefulShutdown.class);
            Sched sched =
                    new Sched().addTasks(Task.named("late").runs(() -> {})).addListener(ctx.getBean(RunningRuns.class));
            shutdown.stop();
            assertThat(sched.runAll().summary().succeeded()).isFalse();
            shutdown.start();
            assertThat(sched.runAll().summary().succeeded()).isTrue();
        });
    }

    private Future<Results> closeDuringARun(ApplicationContextRunner runner) {
        CompletableFuture<Results> results = new CompletableFuture<>();
        runner.run(ctx -> {
            runInBackground(ctx, results);
            blocker.begun.await();
        });
        return results;
    }

    private static void runInBackground(ApplicationContext ctx, CompletableFuture<Results> results) {
        Thread thread = new Thread(() -> {
            try {
                results.complete(ctx.getBean(Sched.class).runAll());
            } catch (RuntimeException e) {
                results.completeExceptionally(e);
            }
        });
        thread.start();
    }

    static class Blocker {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch release = new CountDownLatch(1);
        final CountDownLatch interrupted = new CountDownLatch(1);

        @PexenTask
        void block() throws InterruptedException {
            begun.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        }
    }
}
