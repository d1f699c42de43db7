package io.pexen.process;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a worker process has to know. It reads this from its stdin, because other users of the machine may see its
 * arguments and its environment.
 *
 * @param address where the parent waits for it, see {@link Acceptor#address}
 * @param secret proves the worker to the parent
 * @param welcome then proves the parent to the worker
 */
record Hello(
        String address,
        String secret,
        String welcome,
        String workerName,
        String serializer,
        List<String> sources,
        int messageLimit) {

    /** The commands of the parent on stdin after that: to cancel a request, whose number follows, or to exit. */
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
