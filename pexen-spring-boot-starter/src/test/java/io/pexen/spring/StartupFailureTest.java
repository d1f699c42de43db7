package io.pexen.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.spring.discovery.PexenDiscoveryAutoConfiguration;
import io.pexen.task.PexenTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The report for the operator when an application cannot start. */
@ExtendWith(OutputCaptureExtension.class)
class StartupFailureTest {

    @Test
    void namesTheWrongPropertyAndWhatIsAllowed(CapturedOutput output) {
        fail(Empty.class, "--pexen.pools.main.workers=0");
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("Invalid value '0' for configuration property 'pexen.pools.main.workers'")
                .contains("workers must be >= 1");
    }

    @Test
    void listsThePoolTypes(CapturedOutput output) {
        fail(Empty.class, "--pexen.pools.main.type=fork");
        assertThat(output).contains("pexen.pools.main.type").contains("fork").contains("THREAD");
    }

    @Test
    void namesBeansAndMethodsOfAGraphThatCannotRun(CapturedOutput output) {
        fail(Broken.class);
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("In the sched \"default\": task \"broken.report\" requires \"strikse\"")
                .contains("\"broken.report\" (method StartupFailureTest.Broken.report of the bean \"broken\")")
                .contains("Require \"strikes\" instead");
    }

    @Test
    void suggestsTheIdWithTheBeansNameAndReportsMethodsOfBrokenExpressions(CapturedOutput output) {
        fail(Misnamed.class);
        assertThat(output).contains("Require \"misnamed.load\" instead, or let some task provide \"load\".");
        fail(Expression.class);
        assertThat(output)
                .contains("The method StartupFailureTest.Expression.load of the bean \"expression\" cannot be a task")
                .contains("No bean named 'nowhere' available")
                .contains("Correct the expression");
    }

    @Test
    void doesNotShowArgumentsAndVariablesOfAPoolThatTakesNone(CapturedOutput output) {
        fail(Empty.class, "--pexen.pools.main.jvm-arguments=-Dpassword=s3cret");
        fail(Empty.class, "--pexen.pools.main.environment.PASSWORD=s3cret");
        assertThat(output)
                .contains("The property pexen.pools.main.jvm-arguments applies only to pools of type process")
                .contains("The property pexen.pools.main.environment applies only to pools of type process")
                .contains("Remove it, or set pexen.pools.main.type=process.")
                .doesNotContain("s3cret");
    }

    private static void fail(Class<?> source, String... args) {
        SpringApplication application = new SpringApplication(source);
        application.setWebApplicationType(WebApplicationType.NONE);
        try {
            application.run(args).close();
        } catch (RuntimeException expected) {
            return;
        }
        throw new AssertionError("the application started");
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({PexenAutoConfiguration.class, PexenDiscoveryAutoConfiguration.class})
    static class Empty {}

    @Configuration(value = "misnamed", proxyBeanMethods = false)
    @Import(Empty.class)
    static class Misnamed {
        @PexenTask
        void load() {}

        @PexenTask(requires = "load")
        void report() {}
    }

    @Configuration(value = "expression", proxyBeanMethods = false)
    @Import(Empty.class)
    static class Expression {
        @PexenTask(provides = "#{@nowhere.name}")
        void load() {}
    }

    @Configuration(value = "broken", proxyBeanMethods = false)
    @Import(Empty.class)
    static class Broken {
        @PexenTask(provides = "strikes")
        void load() {}

        @PexenTask(requires = "strikse")
        void report() {}
    }
}
