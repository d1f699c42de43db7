package io.pexen.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.pool.WorkerPool;
import io.pexen.task.PexenException;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.TaskDecorator;

/** The effect of {@link TaskDecorator} beans on tasks. */
@Timeout(60)
class TaskDecoratorsTest {

    private static final ThreadLocal<@Nullable String> USER = new ThreadLocal<>();

    private final ApplicationContextRunner context =
            PexenContexts.runner().withPropertyValues("pexen.pools.default.workers=2");

    private final ApplicationContextRunner propagating = decoratedBy(body -> {
        String user = USER.get();
        return () -> {
            String before = USER.get();
            USER.set(user);
            try {
                body.run();
            } finally {
                USER.set(before);
            }
        };
    });

    private ApplicationContextRunner decoratedBy(TaskDecorator decorator) {
        return context.withBean("mine", TaskDecorator.class, () -> decorator);
    }

    @AfterEach
    void forget() {
        USER.remove();
    }

    private static Task user(String id) {
        return Task.named(id).calls(() -> USER.get());
    }

    @Test
    void takesAlongWhatIsBoundWhereARunStarts() {
        propagating.run(ctx -> {
            Sched sched = ctx.getBean(Sched.class)
                    .addTasks(user("a"), Task.named("b").requires("a").calls(() -> USER.get()));
            USER.set("Ann");
            assertThat(sched.runAll().stream().map(TaskRes::ret)).containsExactly("Ann", "Ann");
            try (Run run = sched.run()) {
                USER.set("Bob");
                assertThat(run.stream().map(TaskRes::ret)).containsExactly("Ann", "Ann");
            }
            USER.remove();
            assertThat(sched.runAll().stream().map(TaskRes::ret)).containsExactly(null, null);
        });
    }

    @Test
    void keepsWhatRunsAtTheSameTimeTakeAlongApart() {
        propagating.run(ctx -> {
            CyclicBarrier both = new CyclicBarrier(2);
            Sched sched = ctx.getBean(Sched.class).addTasks(Task.named("meet").calls(() -> {
                both.await(30, TimeUnit.SECONDS);
                return USER.get();
            }));
            ExecutorService callers = Executors.newFixedThreadPool(2);
            try {
                Future<Object> ann = callers.submit(() -> runAs("Ann", sched));
                Future<Object> bob = callers.submit(() -> runAs("Bob", sched));
                assertThat(ann.get()).isEqualTo("Ann");
                assertThat(bob.get()).isEqualTo("Bob");
            } finally {
                callers.shutdownNow();
            }
        });
    }

    private static @Nullable Object runAs(String user, Sched sched) {
        USER.set(user);
        return sched.runAll().get(0).ret();
    }

    @Test
    void takesAlongIntoRunsInsideOfTasks() {
        propagating
                .withPropertyValues("pexen.scheds.default.pool=default", "pexen.scheds.inner.pool=default")
                .run(ctx -> {
                    Sched inner = ctx.getBean("innerSched", Sched.class).addTasks(user("inner"));
                    Sched outer = ctx.getBean("defaultSched", Sched.class)
                            .addTasks(Task.named("outer").calls(() -> {
                                Object seen = inner.runAll().get(0).ret();
                                return seen + " " + USER.get();
                            }));
                    USER.set("Ann");
                    assertThat(outer.runAll().get(0).ret()).isEqualTo("Ann Ann");
                });
    }

    @Test
    @DisplayName("several decorators nest as in Spring's composite, and each task is decorated where the run starts")
    void appliesAllInTheirOrder() {
        context.withUserConfiguration(Two.class).run(ctx -> {
            Sched sched = ctx.getBean(Sched.class).addTasks(user("a"), user("b"));
            List<String> calls = ctx.getBean(Two.class).calls;
            String here = Thread.currentThread().getName();

            sched.runAll();

            assertThat(calls.subList(0, 4))
                    .containsExactly(
                            "first decorates on " + here,
                            "second decorates on " + here,
                            "first decorates on " + here,
                            "second decorates on " + here);
            assertThat(calls.subList(4, 8))
                    .containsExactlyInAnyOrder("second runs", "first runs", "second runs", "first runs")
                    .startsWith("second runs")
                    .endsWith("first runs");
        });
    }

    @Test
    void passesOnWhatBodiesThrow() {
        Exception own = new Exception("of the body");
        propagating.run(ctx -> {
            Task task = Task.named("task").runs(() -> {
                throw own;
            });
            TaskRes res = ctx.getBean(Sched.class).addTasks(task).runAll().get(0);
            assertThat(res.excinfo()).isSameAs(own).hasNoSuppressedExceptions();
        });
    }

    @Test
    void failsTheTaskIfADecoratorThrowsAtTheStart() {
        fails(
                body -> {
                    throw new IllegalStateException("broken");
                },
                "threw when the run started; see the cause",
                "broken");
    }

    @Test
    void failsTheTaskIfADecoratorThrows() {
        fails(
                body -> () -> {
                    throw new IllegalStateException("broken");
                },
                "threw; see the cause",
                "broken");
    }

    @Test
    void failsTheTaskIfADecoratorThrowsAfterTheBody() {
        fails(
                body -> () -> {
                    body.run();
                    throw new IllegalStateException("broken");
                },
                "threw; see the cause",
                "broken");
    }

    @Test
    void failsTheTaskIfADecoratorReturnsNull() {
        fails(body -> null, "returned null; it must return a Runnable", null);
    }

    @Test
    void failsTheTaskIfADecoratorDoesNotCallIt() {
        fails(
                body -> () -> {},
                "did not execute its task; it must call its Runnable once, on the thread that called it",
                null);
    }

    @Test
    void failsTheTaskIfADecoratorCallsItTwice() {
        fails(
                body -> () -> {
                    body.run();
                    body.run();
                },
                "threw; see the cause",
                "task \"task\" is executed once, on the thread of its worker; a TaskDecorator must call its Runnable"
                        + " once, on that thread");
    }

    @Test
    void executesNoTaskOnAnotherThread() {
        fails(
                body -> () -> {
                    Thread other = new Thread(body);
                    other.setUncaughtExceptionHandler((thread, e) -> {});
                    other.start();
                    try {
                        other.join();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                "did not execute its task; it must call its Runnable once, on the thread that called it",
                null);
    }

    /** The decorator at fault is named, although another is around it and one is inside it. */
    private void fails(TaskDecorator faulty, String rule, @Nullable String cause) {
        context.withBean("inner", TaskDecorator.class, () -> new Ordered(1, body -> body))
                .withBean("faulty", TaskDecorator.class, () -> new Ordered(2, faulty))
                .withBean("outer", TaskDecorator.class, () -> new Ordered(3, body -> body))
                .run(ctx -> {
                    TaskRes res = ctx.getBean(Sched.class)
                            .addTasks(Task.named("task").calls(() -> 7))
                            .runAll()
                            .get(0);
                    assertThat(res.ret()).isNull();
                    assertThat(res.excinfo())
                            .isInstanceOf(PexenException.class)
                            .hasMessage("task \"task\": the TaskDecorator \"faulty\" " + rule);
                    if (cause == null) {
                        assertThat(res.excinfo()).hasNoCause();
                    } else {
                        assertThat(res.excinfo()).cause().hasMessage(cause);
                    }
                });
    }

    @Test
    @DisplayName("the failure of a body stays that of its task if a decorator throws too")
    void keepsTheFailureOfTheBody() {
        Exception own = new Exception("of the body");
        TaskDecorator faulty = body -> () -> {
            body.run();
            throw new IllegalStateException("broken");
        };
        decoratedBy(faulty).run(ctx -> {
            Task task = Task.named("task").runs(() -> {
                throw own;
            });
            assertThat(ctx.getBean(Sched.class).addTasks(task).runAll().get(0).excinfo())
                    .isSameAs(own);
            assertThat(own.getSuppressed())
                    .singleElement()
                    .extracting(Throwable::getMessage)
                    .isEqualTo("task \"task\": the TaskDecorator \"mine\" threw; see the cause");
        });
    }

    @Test
    void leavesOtherPoolsAndSchedsAlone() {
        propagating.run(ctx -> {
            USER.set("Ann");
            WorkerPool pool = ctx.getBean(WorkerPool.class);
            assertThat(new Sched(List.of(user("task"))).runAll(pool).get(0).ret())
                    .isNull();
            try (ThreadWorkerPool own = new ThreadWorkerPool()) {
                Sched sched = ctx.getBean(Sched.class).addTasks(user("task"));
                assertThat(sched.runAll(own).get(0).ret()).isNull();
            }
        });
    }

    @Test
    void listensToNoRunWithoutADecorator() {
        context.run(ctx -> assertThat(ctx).doesNotHaveBean(TaskDecorations.class));
    }

    private record Ordered(int order, TaskDecorator decorator)
            implements TaskDecorator, org.springframework.core.Ordered {

        @Override
        public int getOrder() {
            return order;
        }

        @Override
        public Runnable decorate(Runnable body) {
            return decorator.decorate(body);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Two {

        private final List<String> calls = new CopyOnWriteArrayList<>();

        @Bean
        @Order(2)
        TaskDecorator second() {
            return named("second");
        }

        @Bean
        @Order(1)
        TaskDecorator first() {
            return named("first");
        }

        private TaskDecorator named(String name) {
            return body -> {
                calls.add(name + " decorates on " + Thread.currentThread().getName());
                return () -> {
                    calls.add(name + " runs");
                    body.run();
                };
            };
        }
    }
}
