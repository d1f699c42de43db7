package io.pexen.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.pexen.Sched;
import io.pexen.pool.WorkerPool;
import io.pexen.run.Results;
import io.pexen.task.PexenTask;
import io.pexen.test.CallerThreadPool;
import io.pexen.test.SingleThreadPool;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

/** The recipes of the README for tests of applications, in an application with all of pexen. */
class TestingTest {

    private static final String NIGHTLY = "pexen.scheds.nightly.shared.build=666";
    private static final String MAIN = "pexen.pool=main";
    private static final String WORKERS = "pexen.pools.main.workers=4";
    private static final String HEAVY = "pexen.pools.heavy.workers=2";

    @Nested
    @SpringBootTest(classes = App.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
    class WithAMockOfTheOnlySched {

        @MockitoBean
        Sched sched;

        @Autowired
        Caller caller;

        @Test
        void callsTheMock() {
            Results none = mock(Results.class);
            when(sched.runAll()).thenReturn(none);
            assertThat(caller.rebuild()).isSameAs(none);
            verify(sched).runAll();
        }
    }

    @Nested
    @SpringBootTest(
            classes = App.class,
            webEnvironment = SpringBootTest.WebEnvironment.NONE,
            properties = {NIGHTLY, MAIN, WORKERS, HEAVY})
    class WithAMockOfOneOfSeveralScheds {

        @MockitoBean
        Sched nightly;

        @Autowired
        Caller caller;

        @Autowired
        Sched sched;

        @Test
        void leavesTheOthersAlone() {
            assertThat(sched).isNotSameAs(nightly);
            assertThat(sched.runAll()).hasSize(1);
            assertThat(caller.sched).isSameAs(sched);
        }
    }

    @Nested
    @SpringBootTest(
            classes = App.class,
            webEnvironment = SpringBootTest.WebEnvironment.NONE,
            properties = {NIGHTLY, "pexen.scheds.nightly.run-on-startup=true"})
    class WithAMockOfASchedThatRunsOnStartup {

        @MockitoBean
        Sched nightly;

        @Test
        void startsWithoutACallOfTheMock() {
            verify(nightly, never()).runAll();
        }
    }

    @Nested
    @SpringBootTest(
            classes = App.class,
            webEnvironment = SpringBootTest.WebEnvironment.NONE,
            properties = {NIGHTLY, MAIN, WORKERS, HEAVY})
    class WithASpyOfOneOfSeveralScheds {

        @MockitoSpyBean
        Sched sched;

        @Autowired
        Caller caller;

        @Test
        void runsAndShowsIt() {
            assertThat(caller.rebuild().orThrow()).hasSize(1);
            verify(sched).runAll();
        }
    }

    @Nested
    @SpringBootTest(
            classes = App.class,
            webEnvironment = SpringBootTest.WebEnvironment.NONE,
            properties = {MAIN, WORKERS, HEAVY})
    @Import(PrimaryPool.class)
    class WithAPrimaryPool {

        @Autowired
        Sched sched;

        @Autowired
        WorkerPool pool;

        @Test
        void runsOnIt() {
            assertThat(sched.pool()).isSameAs(pool).isInstanceOf(CallerThreadPool.class);
            assertThat(sched.runAll().get(0).ret()).isSameAs(Thread.currentThread());
        }
    }

    @Nested
    @SpringBootTest(
            classes = App.class,
            webEnvironment = SpringBootTest.WebEnvironment.NONE,
            properties = {MAIN, WORKERS, HEAVY})
    @Import(OwnMainPool.class)
    class WithAPoolInPlaceOfOneOfTheProperties {

        @Autowired
        Sched sched;

        @Test
        void runsOnIt() {
            assertThat(sched.pool()).isInstanceOf(SingleThreadPool.class);
            assertThat(sched.runAll().get(0).ret()).isNotSameAs(Thread.currentThread());
        }
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class PrimaryPool {
        @Bean
        @Primary
        WorkerPool testPool() {
            return new CallerThreadPool();
        }
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class OwnMainPool {
        @Bean
        WorkerPool main() {
            return new SingleThreadPool();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Caller.class)
    static class App {}

    static class Caller {
        final Sched sched;

        Caller(Sched sched) {
            this.sched = sched;
        }

        Results rebuild() {
            return sched.runAll();
        }

        @PexenTask
        Object work() {
            return Thread.currentThread();
        }
    }
}
