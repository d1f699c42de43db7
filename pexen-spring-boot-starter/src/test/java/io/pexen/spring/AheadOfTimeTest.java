package io.pexen.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.task.TaskFailException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.ReflectionHintsPredicates;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.env.MapPropertySource;
import org.springframework.javapoet.ClassName;

/** An application that is processed as by the goal {@code process-aot} and started from the generated code. */
@Timeout(300)
class AheadOfTimeTest {

    private static final String[] AT_BUILD = {
        "--pexen.pool=main", "--pexen.pools.main.workers=3", "--pexen.scheds.work.pool=main"
    };

    private static final String[] OTHERS = {
        "--pexen.pool=main",
        "--pexen.pools.main.workers=5",
        "--pexen.pools.heavy.workers=2",
        "--pexen.scheds.work.pool=heavy",
        "--pexen.scheds.weekly.pool=heavy"
    };

    @Test
    void startsAndHasThePoolsAndSchedsOfThePropertiesAtStart(@TempDir Path folder) throws Exception {
        process(folder);

        assertThat(start(folder, AT_BUILD))
                .contains("ahead of time: true", "scheds: [workSched]", "pools: [mainPool]", "main has workers: 3")
                .contains("ran on: main", "by-class: done", "by-interface: done too");

        assertThat(start(folder, OTHERS))
                .contains("ahead of time: true", "scheds: [weeklySched, workSched]", "pools: [heavyPool, mainPool]")
                .contains("main has workers: 5", "ran on: heavy", "by-class: done", "by-interface: done too");
    }

    @Test
    void hintsAtTheMethodsThatAreCalledByReflection() throws Exception {
        RuntimeHints hints;
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("test", Map.of("pexen.scheds.work.shared.a", "1")));
            context.register(AheadOfTimeApp.class);
            DefaultGenerationContext generation = new DefaultGenerationContext(
                    new ClassNameGenerator(ClassName.get(AheadOfTimeApp.class)), new InMemoryGeneratedFiles());
            new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
            hints = generation.getRuntimeHints();
        }
        ReflectionHintsPredicates reflection = RuntimeHintsPredicates.reflection();
        assertThat(reflection.onMethodInvocation(AheadOfTimeApp.class, "work")).accepts(hints);
        assertThat(reflection.onMethodInvocation(AheadOfTimeApp.class, "ofInterface"))
                .accepts(hints);
        assertThat(reflection.onMethodInvocation(AheadOfTimeApi.class, "ofInterface"))
                .accepts(hints);
        assertThat(reflection.onMethodInvocation(AheadOfTimeApp.class, "noTask"))
                .rejects(hints);
        assertThat(reflection.onConstructorInvocation(TaskFailException.class.getDeclaredConstructor(
                        String.class, Throwable.class, boolean.class, boolean.class)))
                .accepts(hints);
    }

    /** Generates sources in a separate JVM, as the Maven plugin does, and compiles them next to the resources. */
    private static void process(Path folder) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                SpringApplicationAotProcessor.class.getName(),
                AheadOfTimeApp.class.getName(),
                folder.resolve("sources").toString(),
                folder.resolve("classes").toString(),
                folder.resolve("classes").toString(),
                "io.pexen",
                "ahead-of-time"));
        arguments.addAll(List.of(AT_BUILD));
        java(folder, arguments);
        List<String> compile =
                new ArrayList<>(List.of("-proc:none", "-nowarn", "-cp", classPath(), "-d", folder + "/classes"));
        try (Stream<Path> sources = Files.walk(folder.resolve("sources"))) {
            sources.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(compile::add);
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, compile.toArray(String[]::new)))
                .isZero();
    }

    private static List<String> start(Path folder, String... properties) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-Dspring.aot.enabled=true", AheadOfTimeApp.class.getName()));
        arguments.addAll(List.of(properties));
        return java(folder, arguments);
    }

    /** The output of a JVM, which must have ended normally. */
    private static List<String> java(Path folder, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                folder + "/classes" + File.pathSeparator + classPath()));
        command.addAll(arguments);
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            String text = Files.readString(output, StandardCharsets.UTF_8);
            assertThat(process.exitValue()).as(text).isZero();
            return text.lines().toList();
        } finally {
            process.destroyForcibly();
        }
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
