package io.pexen.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.pexen.Sched;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.pool.WorkerPool;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import io.pexen.test.CallerThreadPool;
import io.pexen.test.SingleThreadPool;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.MDC;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** The table "What goes along to a worker" of the README: what a task sees of the thread that drives the run. */
class WhatGoesAlongTest {

    private static final ThreadLocal<Boolean> OWN = new ThreadLocal<>();
    private static final Locale UNUSUAL = Locale.forLanguageTag("is-IS");

    private static final ThreadLocal<Boolean> INHERITABLE = new InheritableThreadLocal<>();
    private static final ClassLoader LOADER = new URLClassLoader(new URL[0], WhatGoesAlongTest.class.getClassLoader());
    private static final ObservationRegistry OBSERVATIONS = ObservationRegistry.create();

    private static final Map<String, Callable<Boolean>> SEEN = Map.of(
            "security", () -> SecurityContextHolder.getContext().getAuthentication() != null,
            "MDC", () -> "4711".equals(MDC.get("request")),
            "trace", () -> OBSERVATIONS.getCurrentObservation() != null,
            "locale", () -> LocaleContextHolder.getLocale().equals(UNUSUAL),
            "transaction", TransactionSynchronizationManager::isActualTransactionActive,
            "request scope", () -> RequestContextHolder.getRequestAttributes() != null,
            "class loader", () -> Thread.currentThread().getContextClassLoader() == LOADER,
            "thread-local", () -> OWN.get() != null,
            "inheritable thread-local", () -> INHERITABLE.get() != null);

    private Observation.@Nullable Scope observed;
    private @Nullable ClassLoader loader;

    @BeforeEach
    void bindToThisThread() {
        SecurityContextHolder.setStrategyName(SecurityContextHolder.MODE_INHERITABLETHREADLOCAL);
        SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("Ann", "secret"));
        OBSERVATIONS.observationConfig().observationHandler(any -> true); // without one nothing is observed
        observed = Observation.start("request", OBSERVATIONS).openScope();
        loader = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(LOADER);
        INHERITABLE.set(true);
        MDC.put("request", "4711");
        LocaleContextHolder.setLocale(UNUSUAL);
        TransactionSynchronizationManager.setActualTransactionActive(true);
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(new MockHttpServletRequest()));
        OWN.set(true);
    }

    @AfterEach
    void unbind() {
        SecurityContextHolder.clearContext();
        SecurityContextHolder.setStrategyName(SecurityContextHolder.MODE_THREADLOCAL);
        Objects.requireNonNull(observed).close();
        Thread.currentThread().setContextClassLoader(loader);
        INHERITABLE.remove();
        MDC.clear();
        LocaleContextHolder.resetLocaleContext();
        TransactionSynchronizationManager.clear();
        RequestContextHolder.resetRequestAttributes();
        OWN.remove();
    }

    @ParameterizedTest
    @MethodSource("threads")
    void nothingGoesAlongToThreads(Supplier<WorkerPool> make) {
        try (WorkerPool pool = make.get()) {
            assertThat(seen(pool)).isEmpty();
        }
    }

    static Stream<Supplier<WorkerPool>> threads() {
        return Stream.of(ThreadWorkerPool::new, SingleThreadPool::new);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void nothingGoesAlongToVirtualThreads() {
        try (WorkerPool pool = ThreadWorkerPool.builder().virtual(true).build()) {
            assertThat(seen(pool)).isEmpty();
        }
    }

    @Test
    void everythingIsThereInTheThreadOfTheCaller() {
        assertThat(seen(new CallerThreadPool())).containsExactlyInAnyOrderElementsOf(SEEN.keySet());
    }

    private static List<String> seen(WorkerPool pool) {
        Sched sched = new Sched(SEEN.entrySet().stream()
                .map(entry ->
                        Task.named(entry.getKey()).calls(() -> entry.getValue().call()))
                .toList());
        return sched.runAll(pool).stream()
                .filter(res -> Boolean.TRUE.equals(res.ret()))
                .map(WhatGoesAlongTest::id)
                .collect(Collectors.toList());
    }

    private static String id(TaskRes res) {
        assertThat(res.excinfo()).isNull();
        return res.task().id();
    }
}
