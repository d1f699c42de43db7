package io.pexen.spring.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.spring.Logs;
import io.pexen.spring.PexenContexts;
import io.pexen.task.PexenTask;
import io.pexen.task.TaskRes;
import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.EventListener;

class RunEventsTest {

    private final ApplicationContextRunner context =
            PexenContexts.runner().withBean("work", Work.class).withBean(Listener.class);

    @Test
    void publishesTheRunItsResultsAndWhatWasSkippedInOrder() {
        context.run(ctx -> {
            ctx.getBean(Sched.class).runAll();
            assertThat(ctx.getBean(Listener.class).heard)
                    .containsExactly("started", "work.fails", "skipped work.depends", "ended after 1");
        });
    }

    @Test
    void publishesOnTheThreadThatDrivesTheRun() {
        context.run(ctx -> {
            try (Run run = ctx.getBean(Sched.class).run()) {
                run.forEach(res -> {});
            }
            assertThat(ctx.getBean(Listener.class).threads).containsOnly(Thread.currentThread());
        });
    }

    @Test
    void goesOnWhenAListenerFails() {
        context.withBean(FailingListener.class)
                .run(ctx -> assertThat(
                                ctx.getBean(Sched.class).runAll().summary().ran())
                        .isEqualTo(1));
    }

    @Test
    void namesTheListenerThatFails() {
        context.withBean(FailingListener.class)
                .run(ctx -> assertThat(warnings(ctx)).containsExactly(warning(FailingListener.class, "on")));
    }

    @Test
    void namesAListenerThatThrowsWhatItsProxyWraps() {
        context.withBean(CheckedListener.class)
                .withBean(BeanPostProcessor.class, ProxyMaker::new)
                .run(ctx -> {
                    assertThat(AopUtils.isCglibProxy(ctx.getBean(CheckedListener.class)))
                            .isTrue();
                    assertThat(warnings(ctx)).containsExactly(warning(CheckedListener.class, "hear"));
                });
    }

    @Test
    void namesAListenerThatIsNoAnnotatedMethod() {
        context.withBean(PlainListener.class)
                .run(ctx ->
                        assertThat(warnings(ctx)).containsExactly(warning(PlainListener.class, "onApplicationEvent")));
    }

    @Test
    void sendsToTheStackTraceWhereThatIsAllThereIs() {
        context.withBean(TracelessListener.class)
                .run(ctx -> assertThat(warnings(ctx))
                        .containsExactly("WARN sched \"default\": the event listener in the stack trace failed;"
                                + " its exception is ignored + java.util.concurrent.CancellationException"));
    }

    private static List<String> warnings(ApplicationContext ctx) {
        try (Logs logs = new Logs("io.pexen.run")) {
            ctx.getBean(Sched.class).runAll();
            return logs.all().stream().filter(text -> text.contains("listener")).toList();
        }
    }

    private static String warning(Class<?> listener, String method) {
        return "WARN sched \"default\": the event listener " + listener.getName() + "." + method
                + " failed; its exception is ignored + "
                + (listener == CheckedListener.class
                        ? UndeclaredThrowableException.class.getName()
                        : IllegalStateException.class.getName());
    }

    @Test
    void publishesNothingIfTurnedOff() {
        context.withPropertyValues("pexen.events.enabled=false").run(ctx -> {
            ctx.getBean(Sched.class).runAll();
            assertThat(ctx.getBean(Listener.class).heard).isEmpty();
        });
    }

    @Test
    @DisplayName("3.5 a result's event carries its run and its times, whether a listener takes them or only the result")
    void publishesResultsWithTheirRunAndTimes() {
        context.withBean(DetailsListener.class).run(ctx -> {
            Sched sched = ctx.getBean(Sched.class);
            sched.runAll();
            assertThat(ctx.getBean(DetailsListener.class).heard).singleElement().satisfies(event -> {
                assertThat(event.run().schedName()).isEqualTo(sched.name());
                assertThat(event.times().body()).isPositive();
                assertThat(event.result().task().id()).isEqualTo("work.fails");
                assertThat(event)
                        .hasToString(
                                "TaskFinished[sched=default, run=" + event.run().id() + ", task=work.fails]");
                assertThat(new RunStarted(event.run()))
                        .hasToString(
                                "RunStarted[sched=default, run=" + event.run().id() + "]");
            });
            assertThat(ctx.getBean(Listener.class).heard).containsOnlyOnce("work.fails");
        });
    }

    static class DetailsListener {
        final List<TaskFinished> heard = new CopyOnWriteArrayList<>();

        @EventListener
        void on(TaskFinished event) {
            heard.add(event);
        }
    }

    static class Work {
        @PexenTask
        void fails() {
            throw new IllegalStateException("expected");
        }

        @PexenTask(requires = "work.fails")
        void depends() {}
    }

    static class Listener {
        final List<String> heard = new CopyOnWriteArrayList<>();
        final List<Thread> threads = new CopyOnWriteArrayList<>();

        @EventListener
        void on(RunStarted event) {
            hear("started");
        }

        @EventListener
        void on(TaskRes res) {
            hear(res.task().id());
        }

        @EventListener
        void on(TaskSkipped event) {
            hear("skipped " + event.skipped().task().id());
        }

        @EventListener
        void on(RunEnded event) {
            hear("ended after " + event.summary().ran());
        }

        private void hear(String what) {
            heard.add(what);
            threads.add(Thread.currentThread());
        }
    }

    static class FailingListener {
        @EventListener
        void on(TaskRes res) {
            throw new IllegalStateException("the listener is broken");
        }
    }

    static class CheckedListener {
        @EventListener
        void hear(RunEnded event) throws IOException {
            throw new IOException("no mail server");
        }
    }

    static class PlainListener implements ApplicationListener<PayloadApplicationEvent<RunEnded>> {
        @Override
        public void onApplicationEvent(PayloadApplicationEvent<RunEnded> event) {
            throw new IllegalStateException("the listener is broken");
        }
    }

    static class TracelessListener {
        @EventListener
        void hear(RunEnded event) {
            CancellationException traceless = new CancellationException("so");
            traceless.setStackTrace(new StackTraceElement[0]);
            throw traceless;
        }
    }

    /** Adds proxies to listeners, as transactions do, for example. */
    static class ProxyMaker implements BeanPostProcessor {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            if (!(bean instanceof CheckedListener)) {
                return bean;
            }
            ProxyFactory proxies = new ProxyFactory(bean);
            proxies.setProxyTargetClass(true);
            return proxies.getProxy();
        }
    }
}
