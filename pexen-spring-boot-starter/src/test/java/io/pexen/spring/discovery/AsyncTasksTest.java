package io.pexen.spring.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.run.Results;
import io.pexen.spring.PexenContexts;
import io.pexen.spring.StartupProblemsException;
import io.pexen.task.FailWrap;
import io.pexen.task.PexenTask;
import io.pexen.task.TaskFailException;
import io.pexen.task.TaskRes;
import java.io.File;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Timeout(30)
@DisplayName("1.5 Tasks that return before they are done")
class AsyncTasksTest {

    private final ApplicationContextRunner context = PexenContexts.runner()
            .withUserConfiguration(Asynchronous.class)
            .withBean("taskExecutor", SimpleAsyncTaskExecutor.class, () -> new SimpleAsyncTaskExecutor("async-"));

    private static Map<String, TaskRes> byId(Results results) {
        return results.stream().collect(Collectors.toMap(res -> res.task().id(), Function.identity()));
    }

    @Test
    @DisplayName("1.5 an @Async method is done when its future is, on its own thread, and fails with it")
    void waitsForAsyncMethods() {
        context.withBean("work", Work.class).run(ctx -> {
            Map<String, TaskRes> results = byId(ctx.getBean(Sched.class).runAll());
            assertThat(results.get("work.rows").ret()).asString().startsWith("async-");
            assertThat(results.get("work.future").ret()).isEqualTo(7);
            assertThat(results.get("work.fails").excinfo())
                    .isInstanceOf(IOException.class)
                    .hasMessage("disk full");
            assertThat(results.get("work.wrapped").excinfo())
                    .isInstanceOf(TaskFailException.class)
                    .hasCauseInstanceOf(IOException.class);
        });
    }

    @Test
    @DisplayName("1.5 reactive types are subscribed to: one value, or the list of many, or the failure")
    void waitsForReactiveTypes() {
        context.withBean("work", Reactive.class).run(ctx -> {
            Map<String, TaskRes> results = byId(ctx.getBean(Sched.class).runAll());
            assertThat(results.get("work.one").ret()).isEqualTo("late");
            assertThat(results.get("work.none").ret()).isNull();
            assertThat(results.get("work.none").succeeded()).isTrue();
            assertThat(results.get("work.many").ret()).isEqualTo(List.of(1, 2, 3));
            assertThat(results.get("work.fails").excinfo()).isInstanceOf(IOException.class);
            assertThat(results.get("work.wrapped").failedControlled()).isTrue();
        });
    }

    @Test
    @DisplayName("1.5 what tasks return is passed on unchanged if Reactive Streams is not on the classpath")
    void doesWithoutReactiveStreams() throws Exception {
        URL[] classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(AsyncTasksTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader without = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                if (name.startsWith("org.reactivestreams.") || name.startsWith("reactor.")) {
                    throw new ClassNotFoundException(name);
                }
                return super.findClass(name);
            }
        }) {
            Method future = Class.forName(ReactiveTypes.class.getName(), true, without)
                    .getDeclaredMethod("future", Object.class);
            future.setAccessible(true);
            assertThat(future.invoke(null, "rows")).isEqualTo("rows");
        }
    }

    private static URL url(String path) {
        try {
            return Path.of(path).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName("1.5 closing the run cancels the subscription")
    void cancelsTheSubscription() {
        context.withBean("work", Endless.class).run(ctx -> {
            Endless work = ctx.getBean(Endless.class);
            Run run = ctx.getBean(Sched.class).run();
            work.subscribed.await();
            run.close();
            assertThat(work.cancelled.getCount()).isZero();
            assertThat(run.summary().failures())
                    .singleElement()
                    .satisfies(res -> assertThat(res.excinfo()).isInstanceOf(InterruptedException.class));
        });
    }

    @Test
    @DisplayName("1.5 an @Async method without a future fails startup, wherever the annotation is")
    void refusesAsyncMethodsWithoutAFuture() {
        context.withBean("onMethod", VoidAsync.class)
                .withBean("onClass", ClassAsync.class)
                .withBean("meta", MetaAsync.class)
                .withBean("inherited", InheritedAsync.class)
                .run(ctx -> assertThat(ctx.getStartupFailure())
                        .isInstanceOfSatisfying(StartupProblemsException.class, e -> {
                            assertThat(e.problems())
                                    .hasSize(4)
                                    .allSatisfy(problem ->
                                            assertThat(problem.action()).startsWith("Return a Future"));
                            assertThat(e.problems().get(0).description())
                                    .isEqualTo(
                                            "The method AsyncTasksTest.VoidAsync.load of the bean \"onMethod\" cannot"
                                                    + " be a task: it is @Async and returns void, so pexen cannot know"
                                                    + " when it ends or whether it fails.");
                        }));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAsync(proxyTargetClass = true)
    static class Asynchronous {}

    static class Work {
        @Async
        @PexenTask
        public CompletableFuture<String> rows() {
            return CompletableFuture.completedFuture(Thread.currentThread().getName());
        }

        @Async
        @PexenTask
        public Future<Integer> future() {
            return CompletableFuture.completedFuture(7);
        }

        @Async
        @PexenTask
        public CompletableFuture<Void> fails() throws IOException {
            throw new IOException("disk full");
        }

        @Async
        @PexenTask(failWrap = @FailWrap)
        public CompletableFuture<Void> wrapped() throws IOException {
            throw new IOException("disk full");
        }
    }

    static class Reactive {
        @PexenTask
        Mono<String> one() {
            return Mono.delay(Duration.ofMillis(1)).thenReturn("late");
        }

        @PexenTask
        Mono<Void> none() {
            return Mono.empty();
        }

        @PexenTask
        Flux<Integer> many() {
            return Flux.just(1, 2, 3);
        }

        @PexenTask
        Mono<String> fails() {
            return Mono.error(new IOException("disk full"));
        }

        @PexenTask(failWrap = @FailWrap)
        Flux<String> wrapped() {
            return Flux.error(new IOException("disk full"));
        }
    }

    static class Endless {
        final CountDownLatch subscribed = new CountDownLatch(1);
        final CountDownLatch cancelled = new CountDownLatch(1);

        @PexenTask
        Mono<Object> never() {
            return Mono.never().doOnSubscribe(any -> subscribed.countDown()).doOnCancel(cancelled::countDown);
        }
    }

    static class VoidAsync {
        @Async
        @PexenTask
        public void load() {}
    }

    @Async
    static class ClassAsync {
        @PexenTask
        public int load() {
            return 1;
        }
    }

    @Async
    @Retention(RetentionPolicy.RUNTIME)
    @interface InBackground {}

    static class MetaAsync {
        @InBackground
        @PexenTask
        public void load() {}
    }

    static class Base {
        @PexenTask
        public void load() {}
    }

    @Async
    static class InheritedAsync extends Base {}
}
