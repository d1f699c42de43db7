package io.pexen.process;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A temporary folder that only its owner may enter, for the files that a worker process needs to start; deleted when it
 * has started.
 */
final class PrivateFolder implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger("io.pexen.worker");
    private static final AtomicBoolean TOLD = new AtomicBoolean();

    private final Path path;
    private boolean closed;

    private PrivateFolder(Path path) {
        this.path = path;
    }

    static PrivateFolder create() throws IOException {
        return new PrivateFolder(Files.createTempDirectory("pexen-").toAbsolutePath());
    }

    /** Creates a folder; returns null if that fails, which is logged once. */
    static @Nullable PrivateFolder createIfPossible() {
        try {
            return create();
        } catch (IOException | RuntimeException e) {
            if (TOLD.compareAndSet(false, true)) {
                LOG.warn(
                        "no folder can be made in {}, so the arguments of worker processes"
                                + " show in the process list, and"
                                + " workers connect over TCP; set java.io.tmpdir to a folder that can be written",
                        System.getProperty("java.io.tmpdir"),
                        e);
            }
            return null;
        }
    }

    static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    Path path() {
        return path;
    }

    /** Writes a file that only its owner may read. */
    static void write(Path file, byte[] content) throws IOException {
        FileAttribute<?>[] ownersOnly = isPosix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Files.createFile(file, ownersOnly);
        Files.write(file, content, StandardOpenOption.WRITE);
    }

    /** Deletes the folder, once: later, something else may be at that path. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(path);
    }
}
