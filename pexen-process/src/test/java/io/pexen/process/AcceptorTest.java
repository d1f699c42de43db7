package io.pexen.process;

import static io.pexen.process.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Where workers connect")
@Timeout(60)
class AcceptorTest {

    /** A process that lives, and is not the one that connects: the test itself does. */
    private Process process;

    @BeforeEach
    void start() throws IOException {
        process = new ProcessBuilder("sleep", "600").start();
    }

    @AfterEach
    void stop() {
        process.destroyForcibly();
    }

    /** Opens one. */
    @FunctionalInterface
    interface Opening {
        Acceptor open() throws IOException;
    }

    static List<Opening> transports() {
        return List.of(
                () -> NamedPipes.open(PrivateFolder.create()), () -> LoopbackSocket.open(PrivateFolder.create()));
    }

    private static long in(long seconds) {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    private static void say(Connection connection, String text) throws IOException {
        connection.say(text);
    }

    private static void hear(Connection connection, String text) throws IOException {
        assertThat(connection.in().readNBytes(text.length()))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo(text);
    }

    private static Hello hello(Acceptor acceptor) {
        return new Hello(acceptor.address(), acceptor.secret(), acceptor.welcome(), "heavy-1", "", List.of(), 0);
    }

    @ParameterizedTest
    @MethodSource("transports")
    @DisplayName("who knows the secret is let in, and messages of all sizes go both ways")
    void letsTheWorkerIn(Opening opening) throws Exception {
        try (Acceptor acceptor = opening.open()) {
            Connection worker = Connection.to(acceptor.address());
            say(worker, acceptor.secret());
            try (Connection parent = acceptor.accept(process, in(30))) {
                hear(worker, acceptor.welcome());
                for (int size : new int[] {0, 1, 200, 1 << 16, (1 << 16) + 1, 5_000_000}) {
                    byte[] message = new byte[size];
                    for (int i = 0; i < size; i++) {
                        message[i] = (byte) (i * 31);
                    }
                    FutureTask<byte[]> there =
                            new FutureTask<>(() -> worker.in().readNBytes(size + 4));
                    new Thread(there).start();
                    parent.out().writeInt(size);
                    parent.out().write(message);
                    parent.out().flush();
                    assertThat(there.get()).hasSize(size + 4).endsWith(message);
                    for (byte each : message.length > 1_000 ? new byte[] {-1, 0, 1} : message) {
                        worker.out().write(each);
                        worker.out().flush();
                        assertThat((byte) parent.in().read()).isEqualTo(each);
                    }
                }
                worker.close();
                assertThat(parent.in().read()).isNegative();
            }
        }
    }

    @Test
    @DisplayName("strangers at the port who say nothing, something else or hang up"
            + " are turned away, and the worker still gets in")
    void turnsStrangersAway() throws Exception {
        try (Acceptor acceptor = LoopbackSocket.open(null);
                Connection silent = Connection.to(acceptor.address());
                Connection wrong = Connection.to(acceptor.address());
                Connection worker = Connection.to(acceptor.address())) {
            say(wrong, "0".repeat(acceptor.secret().length()));
            Connection.to(acceptor.address()).close();
            say(worker, acceptor.secret());
            try (Connection parent = acceptor.accept(process, in(30))) {
                say(parent, "w");
                hear(worker, acceptor.welcome() + "w");
                assertThat(silent.in().read()).isNegative();
                assertThat(wrong.in().read()).isNegative();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    @DisplayName("the wait ends with the time limit, with the process, and with an interrupt, which is kept")
    void endsTheWait(Opening opening) throws Exception {
        try (Acceptor acceptor = opening.open()) {
            assertThatThrownBy(() -> acceptor.accept(process, System.nanoTime()))
                    .isInstanceOf(SocketTimeoutException.class);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> acceptor.accept(process, in(30)))
                    .isInstanceOf(InterruptedIOException.class)
                    .isNotInstanceOf(SocketTimeoutException.class);
            assertThat(Thread.interrupted()).isTrue();
            process.destroyForcibly().waitFor();
            assertThatThrownBy(() -> acceptor.accept(process, in(30))).hasMessage("the process has ended");
        }
    }

    @Test
    @DisplayName("pipes are what is taken, only their owner may open them, and they are gone when the worker has come")
    void pipes() throws Exception {
        Acceptor acceptor = Launch.acceptor(PrivateFolder.create());
        Path folder = Path.of(acceptor.address().substring(Connection.PIPES.length()));
        assertThat(folder).isAbsolute();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(Connection.ANSWERS))))
                .isEqualTo("rw-------");
        try (Connection worker = Connection.to(acceptor.address())) {
            say(worker, acceptor.secret());
            acceptor.accept(process, in(30)).close();
        }
        assertThat(folder).doesNotExist();
        assertThatThrownBy(() -> acceptor.accept(process, in(30)))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(SocketTimeoutException.class);
        Path foreign = Files.createDirectory(folder).resolve(Connection.ANSWERS);
        try {
            Files.createFile(foreign);
            acceptor.close();
            assertThat(foreign).as("what others have at that path later").exists();
        } finally {
            Files.deleteIfExists(foreign);
            Files.delete(folder);
        }
    }

    @Test
    @DisplayName("over TCP, nobody outside of this machine can connect")
    void loopback() throws Exception {
        try (Acceptor acceptor = LoopbackSocket.open(null)) {
            String address = acceptor.address();
            int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
            List<InetAddress> others = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(each -> !each.isLoopbackAddress())
                    .toList();
            for (InetAddress other : others) {
                assertThatThrownBy(() -> new Socket(other, port).close()).isInstanceOf(IOException.class);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    @DisplayName("when the other side is gone, reads end, and over TCP writes fail")
    void endsWithTheOtherSide(Opening opening) throws Exception {
        Acceptor acceptor = opening.open();
        Connection worker = Connection.to(acceptor.address());
        say(worker, acceptor.secret());
        try (Connection parent = acceptor.accept(process, in(30))) {
            try (worker) {
                hear(worker, acceptor.welcome());
                say(worker, "w");
                assertThat(parent.in().read()).isEqualTo('w');
            }
            assertThat(parent.in().read()).isNegative();
            if (acceptor instanceof NamedPipes) {
                return; // writes to pipes end when the parent closes them, as the next test shows
            }
            assertThatThrownBy(() -> {
                        while (true) {
                            parent.out().write(new byte[1 << 16]);
                            parent.out().flush();
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    @DisplayName("8.4 what a worker that is gone has not read of the pipe is known")
    void unread() throws Exception {
        try (Acceptor acceptor = NamedPipes.open(PrivateFolder.create())) {
            Connection worker = Connection.to(acceptor.address());
            say(worker, acceptor.secret());
            try (Connection parent = acceptor.accept(process, in(30))) {
                hear(worker, acceptor.welcome());
                say(parent, "read");
                try (worker) {
                    assertThat(worker.in().readNBytes(4)).hasSize(4);
                }
                assertThat(parent.unread()).isZero();
                say(parent, "unread");
                assertThat(parent.unread()).isEqualTo(6);
            }
        }
    }

    @Test
    @DisplayName("8.4 strangers who connect again and again, and say nothing, do not keep the worker out")
    void strangersInALoop() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> strangers = new ArrayList<>();
        try (Acceptor acceptor = LoopbackSocket.open(null)) {
            CountDownLatch began = new CountDownLatch(4);
            for (int i = 0; i < 4; i++) {
                Thread stranger = new Thread(() -> connectAgainAndAgain(acceptor.address(), began, over));
                stranger.start();
                strangers.add(stranger);
            }
            began.await();
            FutureTask<Connection> worker = new FutureTask<>(() -> Connection.to(hello(acceptor)));
            new Thread(worker).start();
            try (Connection parent = acceptor.accept(process, in(5))) {
                say(parent, "w");
                assertThat(worker.get().in().read()).isEqualTo('w');
            }
        } finally {
            over.set(true);
            for (Thread stranger : strangers) {
                stranger.join();
            }
        }
    }

    @Test
    @DisplayName(
            "8.4 a worker that is turned away among many strangers connects again; one that answers wrong is no parent")
    void connectsAgain() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String address = Connection.TCP + server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
            Hello hello = new Hello(address, "secret", "welcome", "heavy-1", "", List.of(), 0);
            FutureTask<Connection> worker = new FutureTask<>(() -> Connection.to(hello));
            new Thread(worker).start();
            server.accept().close();
            try (Socket wrong = server.accept()) {
                assertThat(wrong.getInputStream().readNBytes(6)).asString().isEqualTo("secret");
                wrong.getOutputStream().write("secret!".getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(worker).isNotDone();
            try (Socket right = server.accept()) {
                assertThat(right.getInputStream().readNBytes(6)).asString().isEqualTo("secret");
                right.getOutputStream().write("welcome".getBytes(StandardCharsets.US_ASCII));
                worker.get().close();
            }
        }
    }

    @Test
    @DisplayName(
            "8.4 a worker that speaks before strangers crowd it out is heard; they take no more than some channels")
    void crowd() throws Exception {
        List<Connection> strangers = new ArrayList<>();
        try (LoopbackSocket acceptor = LoopbackSocket.open(null);
                Connection worker = Connection.to(acceptor.address())) {
            assertThat(acceptor.look()).isNull();
            say(worker, acceptor.secret());
            for (int i = 0; i < 100; i++) {
                strangers.add(Connection.to(acceptor.address()));
            }
            try (Connection parent = acceptor.accept(process, in(30))) {
                say(parent, "w");
                hear(worker, acceptor.welcome() + "w");
            }
            for (Connection stranger : strangers) {
                assertThat(closed(stranger)).isTrue();
            }
        } finally {
            strangers.forEach(AcceptorTest::closeQuietly);
        }
    }

    private static boolean closed(Connection connection) {
        try {
            return connection.in().read() < 0;
        } catch (IOException e) {
            return true; // reset, for it was never accepted
        }
    }

    /** Has ten connections open, so that there are always some that are waited for. */
    private static void connectAgainAndAgain(String address, CountDownLatch began, AtomicBoolean over) {
        ArrayDeque<Connection> open = new ArrayDeque<>();
        while (!over.get()) {
            try {
                open.add(Connection.to(address));
                if (open.size() > 10) {
                    began.countDown();
                    open.remove().close();
                }
            } catch (IOException e) {
                began.countDown(); // nobody listens any more
            }
        }
        open.forEach(AcceptorTest::closeQuietly);
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    @DisplayName("a close from another thread ends a read and a write of the parent")
    void closeEndsReadsAndWrites(Opening opening) throws Exception {
        closeWhile("read", opening, parent -> parent.in().read());
        closeWhile("write", opening, parent -> {
            while (true) { // until nothing more goes in, and it waits
                parent.out().write(new byte[1 << 16]);
                parent.out().flush();
            }
        });
    }

    /** Does something with the parent's end. */
    @FunctionalInterface
    interface Use {
        void use(Connection parent) throws IOException;
    }

    private void closeWhile(String method, Opening opening, Use use) throws Exception {
        try (Acceptor acceptor = opening.open();
                Connection worker = Connection.to(acceptor.address())) {
            say(worker, acceptor.secret());
            Connection parent = acceptor.accept(process, in(30));
            FutureTask<Boolean> future = new FutureTask<>(() -> {
                use.use(parent);
                return true;
            });
            Thread user = new Thread(future);
            user.start();
            await().until(() -> Stream.of(user.getStackTrace())
                    .anyMatch(frame -> frame.getMethodName().startsWith(method) && frame.isNativeMethod()));
            parent.close();
            assertThatThrownBy(future::get).hasCauseInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    @DisplayName("an interrupt that comes as the worker does leaves the connection whole, and is kept")
    void interruptedWhileTheWorkerComes(Opening opening) throws Exception {
        try (Acceptor acceptor = opening.open();
                Connection worker = Connection.to(acceptor.address())) {
            say(worker, acceptor.secret());
            Connection parent;
            Thread.currentThread().interrupt();
            try {
                parent = acceptor.look();
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
            assertThat(parent).isNotNull();
            try (parent) {
                say(parent, "w");
                assertThat(worker.in().read()).isEqualTo('w');
            }
        }
    }
}
