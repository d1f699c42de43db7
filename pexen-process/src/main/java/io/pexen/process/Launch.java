package io.pexen.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger LOG = LoggerFactory.getLogger(Launch.class);

    /** Environment variables from which a JVM takes options, and which workers inherit. */
    static final List<String> OPTIONS = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private static final String PORT = "(-agentlib:jdwp|-Xrunjdwp|-Dcom\\.sun\\.management\\.jmxremote)";
    /** Bare, or in quotes of either kind. */
    private static final Pattern PORTS =
            Pattern.compile("(?<!\\S)(" + PORT + "\\S*|'" + PORT + "[^']*'|\"" + PORT + "[^\"]*\")");

    private static final Pattern QUOTED_OR_BREAKS = Pattern.compile("'[^']*'|\"[^\"]*\"|[\r\n]+");

    /**
     * Starts a process. Its arguments may contain passwords that no command line of this JVM shows, for example system
     * properties from {@code JAVA_TOOL_OPTIONS}. So its command line has only the name of a file that contains them;
     * the file has the name of the worker. The worker deletes it, see {@link ProcessWorker#start}, because this JVM may
     * be killed before it can.
     *
     * @param folder the folder of that file; null for none: then the command line has the arguments
     */
    Process start(@Nullable PrivateFolder folder, String workerName) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (folder == null) {
            command.addAll(javaArguments());
        } else {
            Path file = folder.path().resolve(workerName.replaceAll("[^A-Za-z0-9._-]", "_"));
            List<String> arguments = javaArguments();
            arguments.add(0, "-D" + ProcessWorker.ARGUMENT_FILE + "=" + file);
            PrivateFolder.write(file, argumentFile(arguments));
            command.add("@" + file);
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        OPTIONS.forEach(name -> builder.environment().computeIfPresent(name, (any, options) -> withoutPorts(options)));
        builder.environment().putAll(environment);
        OPTIONS.forEach(name -> builder.environment().computeIfPresent(name, (any, options) -> inOneLine(options)));
        if (workingDirectory != null) {
            builder.directory(workingDirectory.toFile());
        }
        return builder.start();
    }

    private List<String> javaArguments() {
        List<String> all = new ArrayList<>();
        all.add("-XX:+ExitOnOutOfMemoryError");
        all.addAll(jvmArguments);
        all.add("-cp");
        all.add(classPath);
        all.add(mainClass);
        all.addAll(arguments);
        return all;
    }

    /**
     * The arguments as the {@code java} command reads them from a file: in quotes, in the encoding of command lines.
     */
    private static byte[] argumentFile(List<String> arguments) {
        StringBuilder text = new StringBuilder();
        for (String argument : arguments) {
            text.append('"')
                    .append(argument.replace("\\", "\\\\")
                            .replace("\"", "\\\"")
                            .replace("\n", "\\n")
                            .replace("\r", "\\r"))
                    .append("\"\n");
        }
        return text.toString().getBytes(Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
    }

    /** JVM options without those of a debugger or of JMX that listens at a port, which this JVM has taken. */
    static String withoutPorts(String options) {
        return PORTS.matcher(options).replaceAll("").strip();
    }

    /** JVM options in one line, so that {@link Output} recognizes them when the worker repeats them. */
    static String inOneLine(String options) {
        return QUOTED_OR_BREAKS
                .matcher(options)
                .replaceAll(found -> found.group().isBlank() ? " " : "$0");
    }

    /**
     * Opens the way on which a process connects: named pipes or, where there are none, TCP.
     *
     * @param folder for the pipes, which is closed with the acceptor; null for none, and so for TCP
     */
    static Acceptor acceptor(@Nullable PrivateFolder folder) throws IOException {
        if (folder == null) {
            return LoopbackSocket.open(null);
        }
        try {
            return NamedPipes.open(folder);
        } catch (IOException | RuntimeException | LinkageError e) { // for example, a path that this locale cannot write
            LOG.debug("no named pipes, so workers connect over TCP", e);
            return LoopbackSocket.open(folder);
        }
    }

    /** What a process reads from its stdin first. */
    Hello hello(Acceptor acceptor, String workerName) {
        return new Hello(
                acceptor.address(),
                acceptor.secret(),
                acceptor.welcome(),
                workerName,
                serializer.getName(),
                sources.stream().map(Class::getName).toList(),
                messageLimit);
    }

    /** The class path of this JVM, with absolute paths, because a worker may have another working directory. */
    static String ownClassPath() {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            entries.add(new File(entry).getAbsolutePath());
        }
        return String.join(File.pathSeparator, entries);
    }
}
