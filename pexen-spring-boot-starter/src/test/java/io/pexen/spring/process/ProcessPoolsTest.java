package io.pexen.spring.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pexen.Sched;
import io.pexen.pool.WorkerPool;
import io.pexen.process.ProcessWorkerPool;
import io.pexen.process.WorkerLostException;
import io.pexen.process.WorkerStartException;
import io.pexen.run.Results;
import io.pexen.spring.event.WorkerEnded;
import io.pexen.spring.event.WorkerStarted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

@DisplayName("pexen.pools.<name>.type: process")
@Timeout(180)
class ProcessPoolsTest {

    @TempDir
    private Path folder;

    private List<String> arguments(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.datasource.url=jdbc:h2:file:" + folder.resolve("db") + ";AUTO_SERVER=TRUE",
                "--spring.datasource.generate-unique-name=false",
                "--app.file=" + folder.resolve("acts"),
                "--app.text=said",
                "--app.argument=given",
                "--pexen.pool=light",
                "--pexen.pools.light.workers=1",
                "--pexen.pools.heavy.type=process",
                "--pexen.pools.heavy.workers=1",
                "--pexen.pools.heavy.max-heap=128MB",
                "--pexen.pools.heavy.jvm-arguments=-XX:+UseSerialGC,-XX:TieredStopAtLevel=1",
                "--pexen.scheds.heavy.pool=heavy",
                "--pexen.scheds.heavy.shared.preset=set",
                "--pexen.scheds.crashes.pool=heavy",
                "--pexen.scheds.startup.run-on-startup=true"));
        for (String each : more) {
            String key = each.substring(0, each.indexOf('=') + 1);
            arguments.removeIf(argument -> argument.startsWith(key));
            arguments.add(each);
        }
        return arguments;
    }

    private ConfigurableApplicationContext start(Class<?> main, String... more) {
        SpringApplication application = new SpringApplication(WorkerApp.class);
        application.setMainApplicationClass(main);
        application.addInitializers(context -> ((GenericApplicationContext) context).registerBean(WorkerEvents.class));
        return application.run(arguments(more).toArray(String[]::new));
    }

    /** Records events of workers. */
    static final class WorkerEvents {

        private final List<WorkerStarted> started = new CopyOnWriteArrayList<>();
        private final List<WorkerEnded> ended = new CopyOnWriteArrayList<>();

        @EventListener
        void on(WorkerStarted event) {
            started.add(event);
        }

        @EventListener
        void on(WorkerEnded event) {
            ended.add(event);
        }
    }

    private List<String> acts() throws IOException {
        return Files.readAllLines(folder.resolve("acts"));
    }

    @Test
    @DisplayName(
            "workers are copies of the application, with beans, properties and transactions, but act only on request")
    void workersAreTheApplication() throws Exception {
        long here = ProcessHandle.current().pid();
        try (ConfigurableApplicationContext app = start(WorkerApp.class)) {
            JdbcClient database = app.getBean(JdbcClient.class);
            database.sql("create table visit (pid bigint)").update();
            Sched sched = app.getBean("heavySched", Sched.class);

            Results results = sched.runAll();

            assertThat(results).hasSize(3);
            Map<?, ?> seen = (Map<?, ?>) results.get(0).ret();
            assertThat(seen).isNotNull();
            assertThat(seen.get("pid")).isNotEqualTo(here);
            assertThat(seen.get("kwarg")).isEqualTo("said");
            assertThat(seen.get("property")).isEqualTo("said");
            assertThat(seen.get("argument")).isEqualTo("given");
            assertThat(seen.get("byMain")).isEqualTo("set by main");
            assertThat(seen.get("preset")).isEqualTo("set");
            assertThat(seen.get("web")).isEqualTo(false);
            assertThat(seen.get("inWorker")).isEqualTo(true);
            assertThat(seen.get("notInWorker")).isEqualTo(false);
            assertThat(seen.get("pool")).isEqualTo("ThreadWorkerPool");
            assertThat(results.get(1).ret()).isEqualTo(true);
            assertThat(results.get(2).excinfo())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("rolled back");
            assertThat(database.sql("select pid from visit").query(Long.class).list())
                    .containsExactly((Long) seen.get("pid"));
            await().until(() -> acts().contains("scheduled " + here));
            assertThat(acts()).contains("runner " + here, "startup " + here);
            assertThat(acts()).allMatch(act -> act.endsWith(" " + here));
        }
    }

    @Test
    @DisplayName("without a main method of the application, as in tests, workers run its sources")
    void worksInTests() {
        try (ConfigurableApplicationContext app =
                start(ProcessPoolsTest.class.getModule().getClass())) {
            Results results = app.getBean("crashesSched", Sched.class).runAll();

            assertThat(results.get(0).excinfo()).isInstanceOf(WorkerLostException.class);
            assertThat(((WorkerLostException) results.get(0).excinfo()).exitStatus())
                    .isEqualTo(3);
            assertThat(app.getBean("heavySched", Sched.class).runAll().get(0).succeeded())
                    .isTrue();
        }
    }

    /** An application whose main first starts another context, as the parent of its own. */
    static final class LayeredApp {

        private LayeredApp() {}

        @Configuration(proxyBeanMethods = false)
        static class Common {

            @Bean
            ApplicationRunner runner(@Value("${app.file}") Path file) {
                return args -> Files.writeString(file, "runner of the parent", StandardOpenOption.APPEND);
            }
        }

        public static void main(String[] args) {
            new SpringApplicationBuilder(Common.class)
                    .web(WebApplicationType.NONE)
                    .child(WorkerApp.class)
                    .run(args);
        }
    }

    @Test
    @DisplayName("a main that first starts a parent context is abandoned once the context with the tasks exists")
    void parentContexts() throws IOException {
        try (ConfigurableApplicationContext app = start(LayeredApp.class)) {
            Results results = app.getBean("heavySched", Sched.class).runAll();

            assertThat(results.get(0).excinfo()).isNull();
            assertThat(((Map<?, ?>) results.get(0).ret()).get("inWorker")).isEqualTo(true);
            assertThat(acts()).isNotEmpty().noneMatch(act -> act.contains("parent"));
        }
    }

    @Test
    @DisplayName("an application that stops leaves no worker behind")
    void stops() {
        ProcessWorkerPool pool;
        try (ConfigurableApplicationContext app = start(WorkerApp.class)) {
            pool = (ProcessWorkerPool) app.getBean("heavyPool", WorkerPool.class);
            app.getBean("crashesSched", Sched.class).runAll();
            app.getBean("heavySched", Sched.class).runAll();
            assertThat(pool.processStats().live()).isEqualTo(1);
        }
        assertThat(pool.isClosed()).isTrue();
        assertThat(pool.processStats().live()).isZero();
    }

    @Test
    @DisplayName("a worker whose application cannot start reports why")
    void tellsWhyAWorkerCannotStart() {
        try (ConfigurableApplicationContext app = start(
                WorkerApp.class,
                "--pexen.pools.heavy.jvm-arguments=-Dapp.argument=x,-Dspring.config.import=file:absent.yml")) {
            Throwable problem =
                    app.getBean("crashesSched", Sched.class).runAll().get(0).excinfo();
            assertThat(problem).isInstanceOf(WorkerStartException.class).hasMessageContaining("exit status 1");
            Health health = Objects.requireNonNull(
                    app.getBean("pexenHealthIndicator", HealthIndicator.class).health());
            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails().get("heavy")).asString().contains("could not be started");
        }
    }

    @Test
    @DisplayName("invalid settings are refused with the name of the property")
    void refusesWrongSettings() {
        for (String setting : List.of(
                "tasks-per-worker=-1", "start-timeout=0s", "message-limit=10KB", "message-limit=2GB", "max-heap=1KB")) {
            assertThatThrownBy(() -> start(WorkerApp.class, "--pexen.pools.heavy." + setting))
                    .rootCause()
                    .hasMessageContaining("pexen.pools.heavy." + setting.substring(0, setting.indexOf('=')));
        }
    }
}
