package io.pexen.contract;

import static io.pexen.contract.Tasks.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pexen.LockScope;
import io.pexen.Results;
import io.pexen.Sched;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.task.PexenException;
import io.pexen.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("6 Locks across runs")
class LocksAcrossRunsTest {

    private static <T> FutureTask<T> inThread(java.util.concurrent.Callable<T> body) {
        FutureTask<T> future = new FutureTask<>(body);
        new Thread(future).start();
        return future;
    }

    @Test
    @DisplayName("6.4 a run is not kept from a lock for ever by another run that takes it again and again")
    void runsDoNotStarveEachOther() {
        LockScope scope = new LockScope(4);
        AtomicInteger busyRan = new AtomicInteger();
        CountDownLatch started = new CountDownLatch(1);
        List<Task> many = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            many.add(Task.named("t" + i).claims("db").runs(() -> {
                busyRan.incrementAndGet();
                started.countDown();
            }));
        }
        Sched busy = new Sched(many).lockScope(scope);
        Sched quick = new Sched(List.of(Task.named("quick").claims("db").calls(busyRan::get))).lockScope(scope);
        FutureTask<Results> all = inThread(busy::runAll);
        assertThat(catchThrowable(started::await)).isNull();

        Object when = quick.runAll().get(0).ret();
        assertThat((int) Objects.requireNonNull(when)).isLessThan(50_000);
        assertThat(catchThrowable(all::get)).isNull();
    }

    @Test
    @DisplayName("6.6 runs whose failed tasks hold each other's locks end with a clear error rather than hang")
    void runsThatWaitForEachOtherEnd() throws Exception {
        for (int round = 0; round < 20; round++) {
            LockScope scope = new LockScope();
            CyclicBarrier bothHold = new CyclicBarrier(2);
            boolean collect = round % 2 == 0;
            List<FutureTask<Throwable>> runs = new ArrayList<>();
            for (String[] keys : new String[][] {{"x", "y"}, {"y", "x"}}) {
                Sched sched = new Sched(List.of(
                                Task.named("fails").claims(keys[0]).runs(() -> {
                                    bothHold.await();
                                    throw new IllegalStateException("so");
                                }),
                                Task.named("waits").claims(keys[1]).priority(1).runs(NOTHING)))
                        .lockScope(scope)
                        .name("sched of " + keys[0]);
                runs.add(inThread(() -> catchThrowable(() -> {
                    try (ThreadWorkerPool pool = new ThreadWorkerPool(1, 0)) {
                        assertThat(collect ? sched.runAll(pool) : Tasks.all(sched.run(pool)))
                                .isNotEmpty();
                    }
                })));
            }
            Throwable one = runs.get(0).get();
            Throwable two = runs.get(1).get();

            assertThat(one == null ? two : one)
                    .isInstanceOf(PexenException.class)
                    .hasMessageContaining("waits for locks of other runs that wait for it")
                    .hasMessageContaining("sched of x")
                    .hasMessageContaining("sched of y");
            assertThat(scope.held()).isZero();
        }
    }
}
