package io.pexen.process;

import java.io.ObjectInputFilter;
import org.jspecify.annotations.Nullable;

/**
 * The filter of one value that is read: its root has the right class, its graph is not too deep, and its arrays are not
 * larger than the bytes of the value can hold; then the filter of the user is asked. So a few bytes cannot make this
 * JVM allocate a huge array, and no value of an honest sender is refused because of its size.
 */
final class SerialLimits implements ObjectInputFilter {

    static final int MAX_DEPTH = 500;

    /** Instead of the length of a value if that is unknown: the default limit of messages. */
    static final long UNKNOWN_LENGTH = 1 << 28;

    /** For the tables of small maps, which are larger than their contents. */
    private static final int SLACK = 1 << 10;

    private final Class<?> root;
    private final ObjectInputFilter next;
    private final long mostReferences;
    private long room;
    private boolean rootSeen;
    private @Nullable String refusal;

    /**
     * Limits for a value.
     *
     * @param root the class that it must have
     * @param length the length of the value, in bytes
     */
    SerialLimits(Class<?> root, long length, ObjectInputFilter next) {
        this.root = root;
        this.next = next;
        mostReferences = length + SLACK;
        room = 2 * length + SLACK; // collections check the size of their tables, which is up to twice as large
    }

    /** Why something was refused; null if nothing was. */
    @Nullable
    String refusal() {
        return refusal;
    }

    @Override
    public Status checkInput(FilterInfo info) {
        if (refusal == null) {
            refusal = refuse(info);
        }
        return refusal != null ? Status.REJECTED : Status.UNDECIDED;
    }

    private @Nullable String refuse(FilterInfo info) {
        Class<?> type = info.serialClass();
        if (type != null && !rootSeen) { // before its fields are read
            rootSeen = true;
            if (!root.isAssignableFrom(type)) {
                return type.getName() + " is no " + root.getName();
            }
        }
        if (info.depth() > MAX_DEPTH) {
            return "it is nested more than " + MAX_DEPTH + " levels deep";
        }
        if (info.references() > mostReferences) {
            return "it has more objects than bytes";
        }
        if (type != null && info.arrayLength() >= 0) {
            room -= info.arrayLength() * bytesOfElement(type);
            if (room < 0) {
                return "an array of " + info.arrayLength() + " elements, " + type.getTypeName()
                        + ", is more than its bytes can hold";
            }
        }
        return next.checkInput(info) == Status.REJECTED ? "the filter refuses " + name(type) : null;
    }

    private static String name(@Nullable Class<?> type) {
        return type == null ? "its size" : type.getTypeName();
    }

    /** At least as many as a stream has of each. */
    private static int bytesOfElement(Class<?> array) {
        Class<?> element = array.getComponentType();
        if (element == long.class || element == double.class) {
            return Long.BYTES;
        }
        if (element == int.class || element == float.class) {
            return Integer.BYTES;
        }
        return element == short.class || element == char.class ? Short.BYTES : 1;
    }
}
