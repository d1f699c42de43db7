package io.pexen.internal;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * The first few names of a collection, for logs: {@code "db", "files", "net" and 4 more}. Keys are user objects, so
 * their texts are created by the logger, which tolerates one that throws.
 */
public record Named(Collection<?> things) {

    private static final int SHOWN = 3;

    /** A number with its noun: {@code 1 lock}, {@code 2 locks}. */
    public static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    @Override
    public String toString() {
        String names = things.stream()
                .map(String::valueOf)
                .sorted()
                .limit(SHOWN)
                .map(name -> '"' + name + '"')
                .collect(Collectors.joining(", "));
        return things.size() <= SHOWN ? names : names + " and " + (things.size() - SHOWN) + " more";
    }
}
