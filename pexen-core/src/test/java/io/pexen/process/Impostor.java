package io.pexen.process;

import java.io.DataInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** A process that finds the port of its parent, and does not know the secret. */
final class Impostor {

    private Impostor() {}

    public static void main(String[] args) throws Exception {
        Hello hello = Hello.readFrom(new DataInputStream(System.in));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), hello.port())) {
            socket.getOutputStream().write("0".repeat(hello.secret().length()).getBytes(StandardCharsets.US_ASCII));
            if (socket.getInputStream().read() >= 0) {
                throw new AssertionError("the parent took a wrong secret");
            }
        }
        new CountDownLatch(1).await(); // until it is killed
    }
}
