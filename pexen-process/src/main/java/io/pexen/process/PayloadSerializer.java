package io.pexen.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Turns the values that travel between a pool and its worker processes into bytes and back: kwargs, shared values, results.
 * Bodies and exceptions always travel by Java serialization.
 *
 * <p>Named by its class, which needs a constructor without arguments, since parent and child each make one. It is used by
 * several threads at once. Each value is written and read for itself.
 */
public interface PayloadSerializer {

    /**
     * Writes a value, which is not null. The stream is not to be closed.
     *
     * @throws IOException if the value cannot be written; the message names the place in it, and is told to the user
     */
    void write(Object value, OutputStream out) throws IOException;

    /**
     * Reads a value. The stream ends where the value does.
     *
     * @throws IOException if the bytes make no value that is accepted
     * @throws ClassNotFoundException if its class is not known here
     */
    Object read(InputStream in) throws IOException, ClassNotFoundException;
}
