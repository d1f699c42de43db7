package io.pexen.process;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stdin of a worker process: first what it has to know, then orders. Any thread may send an order. */
final class Orders implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Orders.class);

    private final String workerName;
    private final DataOutputStream out;

    Orders(Process process, String workerName) {
        this.workerName = workerName;
        out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    }

    void hello(Hello hello) throws IOException {
        hello.writeTo(out);
    }

    /** Orders the process to interrupt the request of this number. */
    void cancel(long number) {
        send(Hello.CANCEL, number);
    }

    /** Orders the process to exit. */
    void exit() {
        send(Hello.EXIT, 0);
    }

    private void send(int order, long number) {
        try {
            synchronized (out) {
                out.writeByte(order);
                if (order == Hello.CANCEL) {
                    out.writeLong(number);
                }
                out.flush();
            }
        } catch (IOException e) {
            LOG.debug("[{}] takes no more orders", workerName, e);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
