package io.pexen.process;

import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Two named pipes, one each way, in a folder of their own that nobody else may enter; deleted as soon as the worker has opened them.
 *
 * <p>To open one end of a pipe waits for somebody who opens the other; to open both ends at once does not, on Linux and macOS. So the
 * parent first opens both ends of both pipes. When the worker has opened its ends, and said the secret, the parent opens its own,
 * and closes those that it had for the start: from then on each side sees the other one end.
 */
final class NamedPipes extends Acceptor {

    private final Path folder;
    private final RandomAccessFile requests;
    private final RandomAccessFile answers;
    private final FileInputStream said;
    private boolean closed;

    private NamedPipes(Path folder) throws IOException {
        this.folder = folder;
        requests = new RandomAccessFile(folder.resolve(REQUESTS).toFile(), "rw");
        try {
            answers = new RandomAccessFile(folder.resolve(ANSWERS).toFile(), "rw");
        } catch (Throwable e) {
            requests.close();
            throw e;
        }
        said = new FileInputStream(answers.getFD());
    }

    /** @throws IOException if there are no named pipes here */
    static NamedPipes open() throws IOException {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            throw new IOException("no POSIX file system");
        }
        Path folder = Files.createTempDirectory("pexen-").toAbsolutePath();
        try {
            make(folder.resolve(REQUESTS), folder.resolve(ANSWERS));
            return new NamedPipes(folder);
        } catch (Throwable e) {
            delete(folder);
            throw e;
        }
    }

    private static void make(Path... pipes) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("mkfifo", "-m", "600", pipes[0].toString(), pipes[1].toString());
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD);
        int status = Waiting.exitStatus(builder.start());
        if (status != 0) {
            throw new IOException("mkfifo ended with exit status " + status);
        }
        for (Path pipe : pipes) {
            if (!Files.readAttributes(pipe, BasicFileAttributes.class).isOther()) {
                throw new IOException("mkfifo made no pipe of " + pipe);
            }
        }
    }

    @Override
    String address() {
        return PIPES + folder;
    }

    /** Synchronized, so that no stream is closed while it reads. */
    @Override
    @Nullable
    synchronized Connection look() throws IOException {
        byte[] bytes = new byte[secret().length()];
        if (said.available() < bytes.length) {
            return null;
        }
        new DataInputStream(said).readFully(bytes); // FileInputStream.readNBytes seeks, which pipes cannot
        if (!isSecret(bytes)) {
            return null;
        }
        FileChannel in = FileChannel.open(folder.resolve(ANSWERS), StandardOpenOption.READ);
        try {
            return Connection.over(in, FileChannel.open(folder.resolve(REQUESTS), StandardOpenOption.WRITE));
        } catch (Throwable e) {
            in.close();
            throw e;
        }
    }

    /** Once: later on, anybody may have something else at that path. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (requests;
                answers;
                said) {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(REQUESTS));
        Files.deleteIfExists(folder.resolve(ANSWERS));
        Files.deleteIfExists(folder);
    }
}
