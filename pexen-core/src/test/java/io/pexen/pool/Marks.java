package io.pexen.pool;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Marks that bodies leave in a file, a line each, from whatever process; they travel as the name of the file. */
public record Marks(String file) implements Serializable {

    public Marks(Path file) {
        this(file.toString());
    }

    public void add(String mark) throws IOException {
        Files.writeString(Path.of(file), mark + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    public List<String> all() {
        try {
            return Files.exists(Path.of(file)) ? Files.readAllLines(Path.of(file)) : List.of();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
