package io.pexen.process;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a worker process has to know, read from its stdin: not from its arguments or its environment, which other users of the
 * machine may see.
 *
 * @param address where the parent waits for it, an {@link Acceptor#address}
 * @param secret what it proves itself with there
 * @param welcome what the parent then proves itself with
 */
record Hello(
        String address,
        String secret,
        String welcome,
        String workerName,
        String serializer,
        List<String> sources,
        int messageLimit) {

    /** What the parent says on stdin after that: to cancel a request, whose number follows, or to end. */
    static final int CANCEL = 'C';

    static final int EXIT = 'X';

    void writeTo(DataOutputStream out) throws IOException {
        out.writeUTF(address);
        out.writeUTF(secret);
        out.writeUTF(welcome);
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
        String address = in.readUTF();
        String secret = in.readUTF();
        String welcome = in.readUTF();
        String workerName = in.readUTF();
        String serializer = in.readUTF();
        int messageLimit = in.readInt();
        int count = in.readInt();
        List<String> sources = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sources.add(in.readUTF());
        }
        return new Hello(address, secret, welcome, workerName, serializer, sources, messageLimit);
    }
}
