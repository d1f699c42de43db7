package io.pexen.process;

import java.io.DataInputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** A process that finds where its parent waits, and does not know the secret. */
final class Impostor {

    private Impostor() {}

    public static void main(String[] args) throws Exception {
        Hello hello = Hello.readFrom(new DataInputStream(System.in));
        try (Connection connection = Connection.to(hello.address())) {
            connection.out().write("0".repeat(hello.secret().length()).getBytes(StandardCharsets.US_ASCII));
            connection.out().flush();
            if (connection.in().read() >= 0) {
                throw new AssertionError("the parent took a wrong secret");
            }
        }
        new CountDownLatch(1).await(); // until it is killed
    }
}
