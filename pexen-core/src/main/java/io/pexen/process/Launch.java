package io.pexen.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the worker processes of a pool are started; immutable. */
record Launch(
        String mainClass,
        String classPath,
        List<String> jvmArguments,
        List<String> arguments,
        Map<String, String> environment,
        @Nullable Path workingDirectory,
        Duration startTimeout,
        Class<? extends PayloadSerializer> serializer,
        List<Class<?>> sources,
        int messageLimit) {

    /** Variables of the environment in which a JVM finds options, and which workers inherit. */
    private static final List<String> OPTIONS = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private static final String PORT = "(-agentlib:jdwp|-Xrunjdwp|-Dcom\\.sun\\.management\\.jmxremote)";
    /** Bare, or in quotes of either kind. */
    private static final Pattern PORTS =
            Pattern.compile("(?<!\\S)(" + PORT + "\\S*|'" + PORT + "[^']*'|\"" + PORT + "[^\"]*\")");

    Process start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.addAll(jvmArguments);
        command.add("-cp");
        command.add(classPath);
        command.add(mainClass);
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        OPTIONS.forEach(name -> builder.environment().computeIfPresent(name, (any, options) -> withoutPorts(options)));
        builder.environment().putAll(environment);
        if (workingDirectory != null) {
            builder.directory(workingDirectory.toFile());
        }
        return builder.start();
    }

    /** JVM options without those of a debugger or of JMX that listens at a port, which this JVM has taken. */
    static String withoutPorts(String options) {
        return PORTS.matcher(options).replaceAll("").strip();
    }

    Hello hello(Acceptor acceptor, String workerName) {
        return new Hello(
                acceptor.address(),
                acceptor.secret(),
                workerName,
                serializer.getName(),
                sources.stream().map(Class::getName).toList(),
                messageLimit);
    }

    /** The class path of this JVM, with absolute paths, since a worker may have another working directory. */
    static String ownClassPath() {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            entries.add(new File(entry).getAbsolutePath());
        }
        return String.join(File.pathSeparator, entries);
    }
}
