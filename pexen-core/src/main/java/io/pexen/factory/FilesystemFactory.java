package io.pexen.factory;

import io.pexen.task.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Makes tasks of the executable files below a folder.
 *
 * <p>The id of a task is the path of its file below the folder, with {@code /} on every system. Hidden files and
 * folders (whose names begin with a dot) are left out. A file runs in the folder that it lies in, without arguments and
 * input; its {@link ProcessResult} is what the task returns. If it does not exit with 0, the task fails with a
 * {@link ProcessFailedException}, which holds the result. Interrupting the task destroys the process and those it
 * started.
 */
public final class FilesystemFactory {

    private final boolean followLinks;
    private final UnaryOperator<Task.Builder> metadata;

    /** Links to files are run, links to folders are not followed. */
    public FilesystemFactory() {
        this(false, UnaryOperator.identity());
    }

    private FilesystemFactory(boolean followLinks, UnaryOperator<Task.Builder> metadata) {
        this.followLinks = followLinks;
        this.metadata = metadata;
    }

    /** The same, except that links to folders are followed; a link that leads back to a folder above is not. */
    public FilesystemFactory followingLinks() {
        return new FilesystemFactory(true, metadata);
    }

    /** The same, except that each task gets more metadata, for example locks. */
    public FilesystemFactory with(UnaryOperator<Task.Builder> more) {
        return new FilesystemFactory(followLinks, builder -> more.apply(metadata.apply(builder)));
    }

    /**
     * A task for each executable file below the folder, ordered by id.
     *
     * @throws UncheckedIOException if the folder cannot be read
     */
    public List<Task> tasksOf(Path folder) {
        List<Path> executables = new ArrayList<>();
        Set<FileVisitOption> options =
                followLinks ? EnumSet.of(FileVisitOption.FOLLOW_LINKS) : EnumSet.noneOf(FileVisitOption.class);
        try {
            Files.walkFileTree(folder.toRealPath(), options, Integer.MAX_VALUE, new Collecting(executables));
            Path root = folder.toRealPath();
            List<Task> tasks = new ArrayList<>();
            for (Path executable : executables) {
                tasks.add(metadata.apply(Task.named(id(root, executable))).calls(() -> run(executable)));
            }
            tasks.sort((a, b) -> a.id().compareTo(b.id()));
            return Collections.unmodifiableList(tasks);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the folder " + folder, e);
        }
    }

    private static String id(Path root, Path file) {
        StringBuilder id = new StringBuilder();
        for (Path name : root.relativize(file)) {
            id.append(id.length() == 0 ? "" : "/").append(name);
        }
        return id.toString();
    }

    private static ProcessResult run(Path file) throws IOException, InterruptedException {
        Path output = Files.createTempFile("pexen", ".out");
        Path errors = Files.createTempFile("pexen", ".err");
        try {
            Process process = new ProcessBuilder(file.toString())
                    .directory(folderOf(file))
                    .redirectInput(ProcessBuilder.Redirect.from(nothing()))
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            int status = await(process);
            ProcessResult result = new ProcessResult(file, status, read(output), read(errors));
            if (status != 0) {
                throw new ProcessFailedException(result);
            }
            return result;
        } finally {
            Files.deleteIfExists(output);
            Files.deleteIfExists(errors);
        }
    }

    private static java.io.File folderOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent()).toFile();
    }

    private static int await(Process process) throws InterruptedException {
        try {
            return process.waitFor();
        } finally {
            if (process.isAlive()) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    private static java.io.File nothing() {
        return new java.io.File(System.getProperty("os.name", "").startsWith("Windows") ? "NUL" : "/dev/null");
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** Collects what is executable and not hidden. */
    private static final class Collecting extends SimpleFileVisitor<Path> {

        private final List<Path> executables;
        private boolean inside;

        Collecting(List<Path> executables) {
            this.executables = executables;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean skip = inside && isHidden(folder);
            inside = true;
            return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!isHidden(file) && Files.isRegularFile(file) && Files.isExecutable(file)) {
                executables.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (Files.isSymbolicLink(file) || !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                return FileVisitResult.CONTINUE; // a link that leads nowhere, or back up; a file that has just gone
            }
            throw e;
        }

        private static boolean isHidden(Path path) {
            return path.getFileName().toString().startsWith(".");
        }
    }

    /**
     * The result of a process.
     *
     * @param file the file that was executed
     * @param status the exit status
     * @param output what it wrote to its standard output, as UTF-8
     * @param errors what it wrote to its standard error, as UTF-8
     */
    public record ProcessResult(Path file, int status, String output, String errors) {}

    /** A process did not exit with 0. An uncontrolled failure: it is unknown what the process left undone. */
    public static final class ProcessFailedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient ProcessResult result;

        ProcessFailedException(ProcessResult result) {
            super(result.file() + " exited with status " + result.status()
                    + (result.errors().isBlank() ? "" : ": " + result.errors().strip()));
            this.result = result;
        }

        /** The result of the process. */
        public ProcessResult result() {
            return result;
        }
    }
}
