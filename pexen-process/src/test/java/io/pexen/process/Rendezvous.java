package io.pexen.process;

import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.util.Objects;

/** Where bodies in different processes wait for each other: each leaves a file in a folder. */
record Rendezvous(String folder, int parties) implements Serializable {

    void meet(String name) throws IOException, InterruptedException {
        arrive(name);
        while (arrived() < parties) {
            Thread.sleep(5); // processes share no condition to wait for, only the folder
        }
    }

    void arrive(String name) throws IOException {
        if (!new File(folder, name).createNewFile()) {
            throw new IOException(name + " was here before");
        }
    }

    int arrived() {
        return Objects.requireNonNull(new File(folder).list()).length;
    }
}
