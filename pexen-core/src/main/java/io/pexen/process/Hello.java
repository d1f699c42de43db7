package io.pexen.process;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * What a worker process has to know, read from its stdin: not from its arguments or its environment, which other users of the
 * machine may see.
 *
 * @param address where the parent waits for it: a Unix domain socket, or a port of the loopback interface
 * @param secret what it proves itself with there
 */
record Hello(
        SocketAddress address,
        String secret,
        String workerName,
        String serializer,
        List<String> sources,
        int messageLimit) {

    /** What the parent says on stdin after that: to cancel a request, whose number follows, or to end. */
    static final int CANCEL = 'C';

    static final int EXIT = 'X';

    /** In place of the path of a socket: there is none, and a port follows. */
    private static final String TCP = "";

    void writeTo(DataOutputStream out) throws IOException {
        if (address instanceof UnixDomainSocketAddress unix) {
            out.writeUTF(unix.getPath().toString());
        } else {
            out.writeUTF(TCP);
            out.writeInt(((InetSocketAddress) address).getPort());
        }
        out.writeUTF(secret);
        out.writeUTF(workerName);
        out.writeUTF(serializer);
        out.writeInt(messageLimit);
        out.writeInt(sources.size());
        for (String source : sources) {
            out.writeUTF(source);
        }
        out.flush();
    }

    static Hello readFrom(DataInputStream in) throws IOException {
        String path = in.readUTF();
        SocketAddress address = path.equals(TCP)
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), in.readInt())
                : UnixDomainSocketAddress.of(path);
        String secret = in.readUTF();
        String workerName = in.readUTF();
        String serializer = in.readUTF();
        int messageLimit = in.readInt();
        int count = in.readInt();
        List<String> sources = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sources.add(in.readUTF());
        }
        return new Hello(address, secret, workerName, serializer, sources, messageLimit);
    }
}
