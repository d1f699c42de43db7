package io.pexen.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.pexen.internal.Daemons;
import io.pexen.internal.Texts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what a worker process prints, always, so that it never blocks on its output, and logs it line by line with the
 * name of the worker: stdout at info, stderr at warn. More than 1,000 lines in a second are dropped and counted; lines
 * are cut at 8 KB. The last 4 KB are kept to explain the end of the process. Control characters, except tabs, are
 * written as in Java source, so that nothing a worker prints looks like a line of the log, or moves the cursor of its
 * reader. Lines in which a JVM repeats the options of its environment are logged without the options, which may contain
 * passwords.
 */
final class Output implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger("io.pexen.worker");
    private static final int LINES_PER_SECOND = 1_000;
    private static final int LONGEST_LINE = 1 << 13;
    private static final int TAIL = 1 << 12;
    private static final int TAIL_LINES = 20;
    private static final byte[] NEWLINE = {'\n'};

    /** What a JVM, or the {@code java} command, prints before it repeats the options. */
    private static final List<String> OPTIONS = Launch.OPTIONS.stream()
            .flatMap(name -> Stream.of("Picked up " + name, "NOTE: Picked up " + name))
            .toList();

    private final InputStream in;
    private final String workerName;
    private final boolean isStderr;
    private final Figures figures;
    private final Thread thread;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    private long second = System.nanoTime();
    private int lines;
    private int dropped;

    /** The last bytes, the latest at the end. */
    @GuardedBy("itself")
    private final byte[] tail = new byte[TAIL];

    @GuardedBy("tail")
    private int tailSize;

    Output(InputStream in, String workerName, boolean isStderr, Figures figures, ClassLoader loader) {
        this.in = in;
        this.workerName = workerName;
        this.isStderr = isStderr;
        this.figures = figures;
        thread = Daemons.daemon(workerName + "-" + stream(), loader, this);
    }

    void start() {
        thread.start();
    }

    /** Waits for the end of the stream, which another process may keep open, at most for this time. */
    void awaitEnd(long millis) {
        Waiting.join(thread, millis);
    }

    @Override
    public void run() {
        byte[] bytes = new byte[1 << 16];
        try {
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                split(bytes, count);
            }
        } catch (IOException e) {
            LOG.debug("[{}] its {} was closed", workerName, stream(), e);
        }
        if (line.size() > 0) {
            endLine();
        }
        tellDropped();
    }

    private String stream() {
        return isStderr ? "stderr" : "stdout";
    }

    private void split(byte[] bytes, int count) {
        int start = 0;
        for (int at = 0; at < count; at++) {
            if (bytes[at] == '\n') {
                append(bytes, start, at);
                endLine();
                start = at + 1;
            }
        }
        append(bytes, start, count);
    }

    private void append(byte[] bytes, int from, int to) {
        line.write(bytes, from, Math.max(0, Math.min(to - from, LONGEST_LINE - line.size())));
    }

    private void endLine() {
        long now = System.nanoTime();
        if (now - second > TimeUnit.SECONDS.toNanos(1)) {
            tellDropped();
            second = now;
            lines = 0;
        }
        byte[] said = withoutOptions(line.toByteArray());
        line.reset();
        keepTail(said);
        keepTail(NEWLINE);
        if (lines < LINES_PER_SECOND) {
            lines++;
            String text = new String(said, StandardCharsets.UTF_8);
            log(isStderr, Texts.escaped(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text));
        } else {
            drop();
        }
    }

    private static byte[] withoutOptions(byte[] said) {
        if (said.length == 0 || (said[0] != 'P' && said[0] != 'N')) { // as for nearly all lines
            return said;
        }
        String text = new String(said, StandardCharsets.UTF_8);
        for (String beginning : OPTIONS) {
            if (text.startsWith(beginning + ":")) {
                return (beginning + ", not shown here").getBytes(StandardCharsets.UTF_8);
            }
        }
        return said;
    }

    private void log(boolean warn, String text) {
        try {
            if (warn) {
                LOG.warn("[{}] {}", workerName, text);
            } else {
                LOG.info("[{}] {}", workerName, text);
            }
        } catch (Throwable e) { // an appender that fails must not keep the worker from printing
            drop();
        }
    }

    private void drop() {
        dropped++;
        figures.lineDropped();
    }

    private void tellDropped() {
        if (dropped > 0) {
            int told = dropped;
            dropped = 0;
            log(true, told + " more lines on " + stream() + " within a second were dropped");
        }
    }

    private void keepTail(byte[] bytes) {
        synchronized (tail) {
            int fresh = Math.min(bytes.length, TAIL);
            int keep = Math.min(tailSize, TAIL - fresh);
            System.arraycopy(tail, tailSize - keep, tail, 0, keep);
            System.arraycopy(bytes, bytes.length - fresh, tail, keep, fresh);
            tailSize = keep + fresh;
        }
    }

    /** The last lines; waits for the end of the stream, at most for this time. */
    String tail(long millis) {
        awaitEnd(millis);
        String text;
        synchronized (tail) {
            text = new String(tail, 0, tailSize, StandardCharsets.UTF_8);
        }
        List<String> all = text.strip().lines().map(Texts::escaped).toList();
        return String.join("\n", all.subList(Math.max(0, all.size() - TAIL_LINES), all.size()));
    }
}
