package io.pexen.internal;

/** Texts of things that are not pexen's own, for logs and reports. */
public final class Texts {

    /** What changes the direction of the text that follows, and so the order in which it is read. */
    private static final String TURNS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069";

    private Texts() {}

    /** What {@code toString} says; if that throws, the type of the thing, and what was thrown. */
    public static String of(Object thing) {
        try {
            return String.valueOf(thing);
        } catch (Throwable e) {
            return thing.getClass().getName() + " (its text cannot be made: "
                    + e.getClass().getName() + ")";
        }
    }

    /**
     * The text with control characters except tabs written as in Java source, so that it can neither look like another
     * line of the log nor move the cursor of a terminal.
     */
    public static String escaped(String text) {
        if (text.chars().noneMatch(Texts::isControl)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isControl(c)) {
                escaped.append(String.format("\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static boolean isControl(int c) {
        return (Character.isISOControl(c) && c != '\t') || c == '\u2028' || c == '\u2029' || TURNS.indexOf(c) >= 0;
    }
}
