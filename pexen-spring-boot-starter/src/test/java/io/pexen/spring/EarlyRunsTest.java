package io.pexen.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Sched;
import io.pexen.task.PexenTask;
import jakarta.annotation.PostConstruct;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;

@DisplayName("3.12 Runs before the tasks are registered")
class EarlyRunsTest {

    private final ApplicationContextRunner context = PexenContexts.runner().withBean("work", Work.class);

    @Test
    @DisplayName("3.12 a run in @PostConstruct fails startup, with a message that says when runs are possible")
    void refusesRunsInPostConstruct() {
        context.withBean(InPostConstruct.class)
                .run(ctx -> assertThat(ctx)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("sched \"default\" cannot run yet")
                        .hasMessageContaining("ApplicationRunner"));
    }

    @Test
    @DisplayName("3.12 a run in a SmartInitializingSingleton that comes before pexen fails startup")
    void refusesRunsInEarlySmartInitializingSingletons() {
        context.withUserConfiguration(InSmartInitializingSingleton.class)
                .run(ctx -> assertThat(ctx)
                        .getFailure()
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("sched \"default\" cannot run yet"));
    }

    @Test
    @DisplayName("3.12 so does a run in a BeanPostProcessor, which is created before the other beans")
    void refusesRunsInBeanPostProcessors() {
        context.withUserConfiguration(InBeanPostProcessor.class)
                .run(ctx -> assertThat(ctx).getFailure().rootCause().hasMessageContaining("cannot run yet"));
        context.withUserConfiguration(InBeanPostProcessor.class, OwnSched.class)
                .run(ctx -> assertThat(ctx).getFailure().rootCause().hasMessageContaining("cannot run yet"));
    }

    @Test
    @DisplayName("3.12 so does a run of a sched that the application declares itself")
    void refusesEarlyRunsOfTheApplicationsOwnSched() {
        context.withUserConfiguration(OwnSched.class)
                .withBean(InPostConstruct.class)
                .run(ctx -> assertThat(ctx).getFailure().rootCause().hasMessageContaining("cannot run yet"));
    }

    @Test
    @DisplayName("3.12 runs are possible from the first SmartLifecycle bean on, and have their tasks")
    void allowsRunsFromTheFirstLifecycleBeanOn() {
        context.withBean(InTime.class)
                .run(ctx -> assertThat(ctx.getBean(InTime.class).tasks).containsExactly(1, 1));
    }

    @Test
    @DisplayName("3.12 a prototype sched is left to the application")
    void leavesPrototypesAlone() {
        context.withUserConfiguration(PrototypeSched.class)
                .run(ctx -> assertThat(ctx).hasNotFailed());
    }

    static class Work {
        @PexenTask
        void work() {}
    }

    static class InPostConstruct {
        private final Sched sched;

        InPostConstruct(Sched sched) {
            this.sched = sched;
        }

        @PostConstruct
        void run() {
            sched.runAll();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class InSmartInitializingSingleton {
        @Bean
        SmartInitializingSingleton early(Sched sched) {
            return sched::runAll;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class InBeanPostProcessor {
        @Bean
        static BeanPostProcessor early(Sched sched) {
            sched.runAll();
            return new BeanPostProcessor() {};
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnSched {
        @Bean
        Sched mine() {
            return new Sched();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class PrototypeSched {
        @Bean
        @Scope(BeanDefinition.SCOPE_PROTOTYPE)
        Sched throwaway() {
            return new Sched();
        }

        @Bean
        Integer ran(Sched throwaway) {
            return throwaway.runAll().size();
        }

        @Bean("default")
        Sched ofTheTasks() {
            return new Sched();
        }
    }

    static class InTime implements SmartLifecycle {
        private final Sched sched;
        final List<Integer> tasks = new ArrayList<>();

        InTime(Sched sched) {
            this.sched = sched;
        }

        @Override
        public void start() {
            tasks.add(sched.runAll().size());
        }

        @EventListener(ContextRefreshedEvent.class)
        void refreshed() {
            tasks.add(sched.runAll().size());
        }

        @Override
        public void stop() {}

        @Override
        public boolean isRunning() {
            return !tasks.isEmpty();
        }

        @Override
        public int getPhase() {
            return Integer.MIN_VALUE;
        }
    }
}
