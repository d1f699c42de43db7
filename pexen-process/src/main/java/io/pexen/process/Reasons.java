package io.pexen.process;

import java.io.InvalidClassException;
import java.io.NotSerializableException;

/** The reason, in one line, why something could not be written or read. */
final class Reasons {

    /** The longest text of a reason, which is for people and must not make a message too large. */
    private static final int MOST_CHARACTERS = 1_000;

    private Reasons() {}

    static String of(Throwable e) {
        String whole = describe(e);
        return whole.length() <= MOST_CHARACTERS ? whole : whole.substring(0, MOST_CHARACTERS) + "...";
    }

    private static String describe(Throwable e) {
        if (e instanceof StackOverflowError) {
            return "it is nested too deep";
        }
        if (e instanceof ClassNotFoundException || e instanceof NoClassDefFoundError) {
            return "the class " + message(e) + " is not known to the receiver";
        }
        if (e instanceof InvalidClassException && message(e).contains("REJECTED")) {
            return "the filter of the receiver refuses it (" + message(e) + ")";
        }
        if (e instanceof NotSerializableException) {
            return message(e);
        }
        return e.getClass().getName() + ": " + message(e);
    }

    /** The message of an exception, whose own methods may throw. */
    static String message(Throwable e) {
        try {
            return String.valueOf(e.getMessage());
        } catch (Throwable failed) {
            return "(its getMessage() threw " + failed.getClass().getName() + ")";
        }
    }
}
