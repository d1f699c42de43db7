package io.pexen.process;

import java.io.DataInputStream;
import java.util.concurrent.CountDownLatch;

/** A process that finds where its parent waits, and does not know the secret. */
final class Impostor {

    private Impostor() {}

    public static void main(String[] args) throws Exception {
        Hello hello = Hello.readFrom(new DataInputStream(System.in));
        try (Connection connection = Connection.to(hello.address())) {
            connection.say("0".repeat(hello.secret().length()));
            if (connection.in().read() >= 0) {
                throw new AssertionError("the parent took a wrong secret");
            }
        }
        new CountDownLatch(1).await(); // until it is killed
    }
}
