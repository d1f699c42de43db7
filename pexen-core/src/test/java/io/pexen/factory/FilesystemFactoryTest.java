package io.pexen.factory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pexen.Sched;
import io.pexen.factory.FilesystemFactory.ProcessFailedException;
import io.pexen.factory.FilesystemFactory.ProcessResult;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import io.pexen.test.CallerThreadPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the executables of the tests are shell scripts")
class FilesystemFactoryTest {

    @TempDir
    private Path folder;

    private void script(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static List<String> ids(List<Task> tasks) {
        return tasks.stream().map(Task::id).toList();
    }

    private TaskRes only() {
        return new Sched(new FilesystemFactory().tasksOf(folder))
                .runAll(new CallerThreadPool())
                .get(0);
    }

    @Test
    @DisplayName("ids are paths below the folder; what is hidden or not executable is left out")
    void idsArePaths() throws IOException {
        script("b", "");
        script("sub/deep/a", "");
        script(".hidden", "");
        script(".folder/a", "");
        Files.writeString(folder.resolve("text"), "no script");

        assertThat(ids(new FilesystemFactory().tasksOf(folder))).containsExactly("b", "sub/deep/a");
    }

    @Test
    @DisplayName("the result has the exit status, the output and the errors; a script runs in its own folder")
    void returnsWhatTheProcessLeft() throws IOException {
        script("sub/a", "echo out; echo err >&2; pwd");

        ProcessResult result = (ProcessResult) only().ret();

        assertThat(result.status()).isZero();
        assertThat(result.output()).isEqualTo("out\n" + folder.resolve("sub").toRealPath() + "\n");
        assertThat(result.errors()).isEqualTo("err\n");
    }

    @Test
    @DisplayName("an exit status other than 0 is an uncontrolled failure that holds the result")
    void otherStatusesAreFailures() throws IOException {
        script("a", "echo bad >&2; exit 3");

        TaskRes res = only();

        assertThat(res.failedControlled()).isFalse();
        assertThat(res.excinfo())
                .isInstanceOfSatisfying(
                        ProcessFailedException.class,
                        e -> assertThat(e.result().status()).isEqualTo(3))
                .hasMessageContaining("exited with status 3: bad");
    }

    @Test
    @DisplayName("big output does not block the process")
    void takesBigOutput() throws IOException {
        script("a", "head -c 3000000 /dev/zero | tr '\\0' x; head -c 3000000 /dev/zero | tr '\\0' y >&2");

        ProcessResult result = (ProcessResult) only().ret();

        assertThat(result.output()).hasSize(3_000_000);
        assertThat(result.errors()).hasSize(3_000_000);
    }

    @Test
    @DisplayName("links to folders are followed on request only")
    void followsLinksOnRequest(@TempDir Path other) throws IOException {
        script("a", "");
        Files.copy(folder.resolve("a"), other.resolve("b"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        Files.createSymbolicLink(folder.resolve("link"), other);
        Files.createSymbolicLink(other.resolve("back"), folder);

        assertThat(ids(new FilesystemFactory().tasksOf(folder))).containsExactly("a");
        assertThat(ids(new FilesystemFactory().followingLinks().tasksOf(folder)))
                .containsExactly("a", "link/b");
    }

    @Test
    @DisplayName("tasks may get more metadata, and a folder that is not there is an error")
    void takesMetadata() throws IOException {
        script("a", "");

        assertThat(new FilesystemFactory()
                        .with(task -> task.claims("disk"))
                        .tasksOf(folder)
                        .get(0)
                        .claims())
                .containsExactly("disk");
        assertThatThrownBy(() -> new FilesystemFactory().tasksOf(folder.resolve("none")))
                .isInstanceOf(UncheckedIOException.class);
    }
}
