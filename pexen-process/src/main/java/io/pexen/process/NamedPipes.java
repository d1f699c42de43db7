package io.pexen.process;

import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two named pipes, one each way, in the {@link PrivateFolder} of the start; deleted as soon as the worker has opened
 * them.
 *
 * <p>Opening one end of a pipe blocks until another process opens the other end; opening both ends at once does not, on
 * Linux and macOS. So the parent first opens both ends of both pipes. When the worker has opened its ends, and sent the
 * secret, the parent opens its own, and closes those that it had for the start: from then on, each side notices when
 * the other one ends. One more end of the requests is kept, which shows how much of them a worker that has died did not
 * read; so a write to such a worker does not fail by itself, but when the connection is closed, which happens when the
 * process has ended.
 */
final class NamedPipes extends Acceptor {

    private static final Logger LOG = LoggerFactory.getLogger("io.pexen.worker");
    /** It usually takes some milliseconds. */
    private static final Duration MKFIFO_TIMEOUT = Duration.ofSeconds(2);
    /** Whether {@code mkfifo} hung once; then it is not tried again. */
    private static volatile boolean hangs;

    private final Path folder;
    private final RandomAccessFile requests;
    private final RandomAccessFile answers;
    private final FileInputStream said;

    private NamedPipes(PrivateFolder folder) throws IOException {
        super(folder);
        this.folder = folder.path();
        requests = new RandomAccessFile(this.folder.resolve(Connection.REQUESTS).toFile(), "rw");
        try {
            answers =
                    new RandomAccessFile(this.folder.resolve(Connection.ANSWERS).toFile(), "rw");
        } catch (Throwable e) {
            requests.close();
            throw e;
        }
        said = new FileInputStream(answers.getFD());
    }

    /** @throws IOException if there are no named pipes here */
    static NamedPipes open(PrivateFolder folder) throws IOException {
        if (hangs || !PrivateFolder.isPosix()) {
            throw new IOException(hangs ? "mkfifo hung before" : "no POSIX file system");
        }
        make(folder.path().resolve(Connection.REQUESTS), folder.path().resolve(Connection.ANSWERS));
        return new NamedPipes(folder);
    }

    private static void make(Path... pipes) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("mkfifo", "-m", "600", pipes[0].toString(), pipes[1].toString());
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD);
        Process mkfifo = builder.start();
        if (!Waiting.hasEnded(mkfifo, MKFIFO_TIMEOUT.toMillis())) {
            hangs = true;
            mkfifo.descendants().forEach(ProcessHandle::destroyForcibly);
            mkfifo.destroyForcibly();
            LOG.warn(
                    "mkfifo has not ended within {}, so it was killed, and workers connect over TCP from now on",
                    MKFIFO_TIMEOUT);
            throw new IOException("mkfifo hangs");
        }
        if (mkfifo.exitValue() != 0) {
            throw new IOException("mkfifo ended with exit status " + mkfifo.exitValue());
        }
        for (Path pipe : pipes) {
            if (!Files.readAttributes(pipe, BasicFileAttributes.class).isOther()) {
                throw new IOException("mkfifo made no pipe of " + pipe);
            }
        }
    }

    @Override
    String address() {
        return Connection.PIPES + folder;
    }

    /** Synchronized, so that no stream is closed while it is read. */
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
        FileChannel in = FileChannel.open(folder.resolve(Connection.ANSWERS), StandardOpenOption.READ);
        try {
            FileInputStream unread =
                    new FileInputStream(folder.resolve(Connection.REQUESTS).toFile());
            return Connection.overPipes(
                    in, FileChannel.open(folder.resolve(Connection.REQUESTS), StandardOpenOption.WRITE), unread);
        } catch (Throwable e) {
            in.close();
            throw e;
        }
    }

    /** Synchronized, so that no stream is closed while it is read. */
    @Override
    synchronized void closeEnds() throws IOException {
        try (requests;
                answers) {
            said.close();
        }
    }
}
