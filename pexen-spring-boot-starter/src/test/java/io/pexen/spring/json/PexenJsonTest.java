package io.pexen.spring.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Sched;
import io.pexen.run.Results;
import io.pexen.run.RunHandle;
import io.pexen.run.RunListener;
import io.pexen.spring.PexenContexts;
import io.pexen.spring.event.RunStarted;
import io.pexen.spring.event.TaskFinished;
import io.pexen.task.Task;
import io.pexen.task.TaskFailException;
import io.pexen.task.TaskRes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.json.JsonMapper;

class PexenJsonTest {

    private final ApplicationContextRunner context = PexenContexts.runner()
            .withConfiguration(AutoConfigurations.of(PexenJsonAutoConfiguration.class, JacksonAutoConfiguration.class));

    @Test
    @DisplayName("a result as JSON has the task's id, its outcome, what it returned, and its failure in one line")
    void writesResults() {
        context.run(ctx -> {
            JsonMapper json = ctx.getBean(JsonMapper.class);
            Results results = results(ctx.getBean(Sched.class));

            assertThat(json.writeValueAsString(results.get("good")))
                    .isEqualTo("{\"task\":\"good\",\"outcome\":\"succeeded\",\"ret\":{\"rows\":7},\"error\":null}");
            assertThat(json.writeValueAsString(results.get("bad")))
                    .isEqualTo("{\"task\":\"bad\",\"outcome\":\"failed\",\"ret\":null,"
                            + "\"error\":\"java.lang.IllegalStateException: expected\"}");
            assertThat(json.writeValueAsString(results.get("controlled"))).contains("\"outcome\":\"controlled\"");
            assertThat(json.writeValueAsString(results))
                    .startsWith("[{\"task\":")
                    .doesNotContain("s3cret");
        });
    }

    @Test
    @DisplayName("a summary and the events of a run as JSON have ids in place of tasks")
    void writesSummariesAndEvents() {
        context.run(ctx -> {
            JsonMapper json = ctx.getBean(JsonMapper.class);
            List<RunHandle> runs = new ArrayList<>();
            Sched sched = ctx.getBean(Sched.class).addListener(new RunListener() {
                @Override
                public void runStarted(RunHandle run) {
                    runs.add(run);
                }
            });

            assertThat(json.writeValueAsString(results(sched).summary()))
                    .contains("\"failures\":[{\"task\":")
                    .contains("{\"task\":\"after\",\"reason\":\"DEPENDENCY\",\"cause\":\"bad\",\"keys\":[\"bad\"]}");
            assertThat(json.writeValueAsString(new RunStarted(runs.get(0))))
                    .isEqualTo(
                            "{\"run\":{\"id\":" + runs.get(0).id() + ",\"sched\":\"default\",\"pool\":\"default\"}}");
        });
    }

    @Test
    @DisplayName("the event of a result as JSON has its run and times, but not the context that has sent it")
    void writesTheEventOfAResult() {
        List<TaskFinished> heard = new ArrayList<>();
        context.withInitializer(ctx -> ctx.addApplicationListener((ApplicationListener<TaskFinished>) heard::add))
                .run(ctx -> {
                    ctx.getBean(Sched.class)
                            .addTasks(Task.named("seven").calls(() -> 7))
                            .runAll();
                    JsonMapper json = ctx.getBean(JsonMapper.class);

                    assertThat(heard)
                            .singleElement()
                            .satisfies(event -> assertThat(json.writeValueAsString(event))
                                    .startsWith(
                                            "{\"run\":{\"id\":" + event.run().id()
                                                    + ",\"sched\":\"default\",\"pool\":\"default\"},"
                                                    + "\"result\":{\"task\":\"seven\","
                                                    + "\"outcome\":\"succeeded\",\"ret\":7,\"error\":null},\"times\":{")
                                    .endsWith(",\"body\":" + event.times().body() + "}}"));
                });
    }

    @Test
    void isAbsentWithoutJackson() {
        context.withClassLoader(new FilteredClassLoader(JacksonModule.class))
                .run(ctx -> assertThat(ctx).hasNotFailed().doesNotHaveBean("pexenJsonModule"));
    }

    private static Results results(Sched sched) {
        RuntimeException expected = new IllegalStateException("expected");
        expected.addSuppressed(new IllegalStateException("again", expected)); // a cycle
        Results results = sched.addTasks(
                        Task.named("good").calls(shared -> {
                            shared.put("password", "s3cret");
                            return Map.of("rows", 7);
                        }),
                        Task.named("bad").runs(() -> {
                            throw expected;
                        }),
                        Task.named("after").requires("bad").runs(() -> {}),
                        Task.named("controlled").runs(() -> {
                            throw new TaskFailException("so");
                        }))
                .runAll();
        assertThat(results).extracting(TaskRes::task).hasSize(3);
        return results;
    }
}
