package io.pexen.spring.process;

import io.pexen.process.ProcessWorkerPool;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/**
 * Starts a worker as a copy of this application: with its classpath, the system properties from its command line, its
 * main class and its arguments. If the application runs from a jar with Spring Boot's loader, the loader starts the
 * worker.
 */
final class ApplicationLaunch {

    private static final String LOADER = "org.springframework.boot.loader.";
    /** The sources of properties that tests set and that are in no file that a worker would read. */
    private static final List<String> OF_TESTS = List.of("Inlined Test Properties", "Dynamic Test Properties");

    private final ApplicationStart start;
    private final Environment environment;

    ApplicationLaunch(ApplicationStart start, Environment environment) {
        this.start = start;
        this.environment = environment;
    }

    void configure(ProcessWorkerPool.Builder builder, List<String> jvmArguments) {
        List<String> jvm = new ArrayList<>();
        for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (isForWorkers(argument)) {
                jvm.add(argument);
            }
        }
        boolean byLoader = getClass().getClassLoader().getClass().getName().startsWith(LOADER);
        if (byLoader) {
            jvm.add("-Dloader.main=" + SpringWorker.class.getName());
        }
        jvm.addAll(jvmArguments);
        builder.jvmArguments(jvm.toArray(String[]::new));
        builder.main(
                byLoader ? LOADER + "launch.PropertiesLauncher" : SpringWorker.class.getName(),
                arguments().toArray(String[]::new));
    }

    /**
     * System properties, except those of JMX, whose port is taken, and options that open modules or enable previews.
     */
    private static boolean isForWorkers(String argument) {
        return (argument.startsWith("-D") && !argument.startsWith("-Dcom.sun.management."))
                || argument.startsWith("--add-")
                || argument.equals("--enable-preview");
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        arguments.add(
                start.mainClass() == null
                        ? SpringWorker.NO_MAIN
                        : start.mainClass().getName());
        arguments.add(String.valueOf(start.sources().size()));
        start.sources().forEach(source -> arguments.add(source.getName()));
        arguments.addAll(start.arguments());
        if (environment instanceof ConfigurableEnvironment configurable) {
            for (PropertySource<?> source : configurable.getPropertySources()) {
                if (OF_TESTS.contains(source.getName()) && source instanceof EnumerablePropertySource<?> values) {
                    for (String name : values.getPropertyNames()) {
                        arguments.add("--" + name + "=" + values.getProperty(name));
                    }
                }
            }
        }
        return arguments;
    }
}
