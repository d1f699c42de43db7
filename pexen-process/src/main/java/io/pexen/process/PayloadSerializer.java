package io.pexen.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Turns the values that travel between a pool and its worker processes into bytes and back: kwargs, shared values,
 * results. Bodies and exceptions always travel by Java serialization.
 *
 * <p>Named by its class, which needs a constructor without arguments, because parent and child each create one. It is
 * used by several threads at once. Each value is written and read separately.
 */
public interface PayloadSerializer {

    /**
     * Writes a value, which is not null. Does not close the stream.
     *
     * @throws IOException if the value cannot be written; the message, which users see, names the place in it
     */
    void write(Object value, OutputStream out) throws IOException;

    /**
     * Reads a value. The stream ends where the value does.
     *
     * @throws IOException if the bytes are no value, or one that is not accepted
     * @throws ClassNotFoundException if its class is not known here
     */
    Object read(InputStream in) throws IOException, ClassNotFoundException;
}
