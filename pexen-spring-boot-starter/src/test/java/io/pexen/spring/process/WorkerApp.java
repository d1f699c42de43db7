package io.pexen.spring.process;

import io.pexen.task.Kwarg;
import io.pexen.task.PexenTask;
import io.pexen.task.SharedState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** An application with a web server, a scheduler, a runner, a database, and tasks that run in worker processes. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableScheduling
@Import({WorkerApp.Tasks.class, WorkerApp.Acts.class, WorkerApp.InWorker.class, WorkerApp.NotInWorker.class})
class WorkerApp {

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(WorkerApp.class);
        application.setDefaultProperties(Map.of("by.main", "set by main"));
        application.run(args);
    }

    /** Exists only in worker processes. */
    @Component
    @ConditionalOnWorker
    static class InWorker {}

    /** Exists only in the application. */
    @Component
    @ConditionalOnWorker(false)
    static class NotInWorker {}

    /** Acts on its own, and writes the id of its process to a file. */
    @Component
    static class Acts {

        private final Path file;

        Acts(@Value("${app.file}") Path file) {
            this.file = file;
        }

        @Scheduled(fixedDelay = 10)
        void scheduled() throws IOException {
            mark("scheduled");
        }

        @Bean
        ApplicationRunner runner() {
            return args -> mark("runner");
        }

        @PexenTask(id = "onStartup", sched = "startup")
        void onStartup() throws IOException {
            mark("startup");
        }

        private void mark(String what) throws IOException {
            Files.writeString(
                    file,
                    what + " " + ProcessHandle.current().pid() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }

    @Component
    static class Tasks {

        private final ApplicationContext context;
        private final JdbcClient database;
        private final ObjectProvider<InWorker> inWorker;
        private final ObjectProvider<NotInWorker> notInWorker;

        Tasks(
                ApplicationContext context,
                JdbcClient database,
                ObjectProvider<InWorker> inWorker,
                ObjectProvider<NotInWorker> notInWorker) {
            this.context = context;
            this.database = database;
            this.inWorker = inWorker;
            this.notInWorker = notInWorker;
        }

        @PexenTask(id = "look", sched = "heavy", kwargs = "text=${app.text}")
        Map<String, Object> look(@Kwarg String text, SharedState shared) {
            Map<String, Object> seen = new LinkedHashMap<>();
            seen.put("pid", ProcessHandle.current().pid());
            seen.put("kwarg", text);
            seen.put("property", context.getEnvironment().getProperty("app.text", ""));
            seen.put("argument", context.getEnvironment().getProperty("app.argument", ""));
            seen.put("byMain", context.getEnvironment().getProperty("by.main", ""));
            seen.put("web", context instanceof WebServerApplicationContext);
            seen.put("inWorker", inWorker.getIfAvailable() != null);
            seen.put("notInWorker", notInWorker.getIfAvailable() != null);
            seen.put("preset", String.valueOf(shared.get("preset")));
            seen.put("pool", context.getBean("heavyPool").getClass().getSimpleName());
            return seen;
        }

        @Transactional
        @PexenTask(id = "write", sched = "heavy", requires = "look")
        boolean write() {
            database.sql("insert into visit (pid) values (?)")
                    .param(ProcessHandle.current().pid())
                    .update();
            return TransactionSynchronizationManager.isActualTransactionActive();
        }

        @Transactional
        @PexenTask(id = "fail", sched = "heavy", requires = "write")
        void fail() {
            database.sql("insert into visit (pid) values (-1)").update();
            throw new IllegalStateException("rolled back");
        }

        @PexenTask(id = "crash", sched = "crashes")
        void crash() {
            Runtime.getRuntime().halt(3);
        }
    }
}
