package io.pexen.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamField;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Java serialization, behind an {@link ObjectInputFilter}. Classes are looked up with the context class loader of the
 * thread.
 *
 * <p>Of each class only the name is written, and a fingerprint of its version instead of all its fields, which halves
 * the bytes and the time of small values. So both ends must have the same version of a class, which Java serialization
 * by itself does not require.
 *
 * <p>Always refused are graphs that are more than 500 objects deep, and arrays that are larger than the bytes of the
 * value can hold. All other classes are accepted by default: both ends are processes of one application, and have
 * proven that to each other. Subclass it to accept less. The filter of a subclass is applied to everything that is read
 * in both processes: kwargs, shared values, results, bodies and exceptions. So a filter that lists what it accepts
 * needs {@code io.pexen.**} and, for bodies that are lambdas, {@code java.lang.invoke.SerializedLambda} and the classes
 * that define the lambdas. An exception that it refuses arrives as a {@link ReplicaException}.
 */
public class JavaSerializer implements PayloadSerializer {

    /** The fingerprints of classes: almost certainly different if the {@code serialVersionUID} or the fields differ. */
    private static final ClassValue<Long> SHAPES = new ClassValue<>() {
        @Override
        protected Long computeValue(Class<?> type) {
            ObjectStreamClass described = ObjectStreamClass.lookupAny(type);
            long shape = described.getSerialVersionUID();
            for (ObjectStreamField field : described.getFields()) {
                shape = 31 * shape + field.toString().hashCode(); // its type and its name
            }
            return shape;
        }
    };

    private static final JavaSerializer DEFAULT = new JavaSerializer();

    private final ObjectInputFilter filter;

    /** Creates a serializer that accepts all classes. */
    public JavaSerializer() {
        this(new AcceptAll());
    }

    /** Creates a serializer with a filter; for subclasses, which need a constructor without arguments. */
    protected JavaSerializer(ObjectInputFilter filter) {
        this.filter = filter;
    }

    /** A class, because a lambda would delay the start of a worker by some milliseconds. */
    private static final class AcceptAll implements ObjectInputFilter {

        @Override
        public Status checkInput(FilterInfo info) {
            return Status.UNDECIDED;
        }
    }

    /** The serializer of bodies and exceptions, given that of values: with its filter, if it has one. */
    static JavaSerializer alongside(PayloadSerializer serializer) {
        return serializer instanceof JavaSerializer same ? same : DEFAULT;
    }

    @Override
    public void write(Object value, OutputStream out) throws IOException {
        writeObject(value, out);
    }

    @Override
    public Object read(InputStream in) throws IOException, ClassNotFoundException {
        return readObject(Object.class, in);
    }

    /** Like {@link #write}, but not overridden by subclasses. */
    final void writeObject(Object value, OutputStream out) throws IOException {
        ObjectOutputStream objects = new Writer(out);
        try {
            objects.writeObject(value);
        } catch (NotSerializableException e) {
            String path = SerialPath.toUnserializable(value);
            NotSerializableException named = new NotSerializableException(
                    e.getMessage() + " is not serializable" + (path.isEmpty() ? "" : ", at " + path));
            named.initCause(e);
            throw named;
        }
        objects.flush();
    }

    /**
     * Like {@link #read}, but not overridden by subclasses.
     *
     * @param root the class of the written value, or a superclass of it: a value of any other class is refused before
     *     it is read
     */
    final Object readObject(Class<?> root, InputStream in) throws IOException, ClassNotFoundException {
        Reader objects = new Reader(in);
        long length = in instanceof Incoming.Part part ? part.length() : SerialLimits.UNKNOWN_LENGTH;
        // The filter of the stream is that of the JVM.
        ObjectInputFilter all = ObjectInputFilter.merge(filter, objects.getObjectInputFilter());
        SerialLimits limits = new SerialLimits(root, length, all);
        objects.setObjectInputFilter(limits);
        try {
            return objects.readObject();
        } catch (InvalidClassException e) {
            if (limits.refusal() != null) {
                throw new InvalidClassException("filter status: REJECTED, " + limits.refusal());
            }
            if (e.getCause() instanceof ClassNotFoundException unknown) {
                throw unknown;
            }
            throw e;
        }
    }

    /** What a filter is asked about a class before anything else is known. */
    private record ClassOnly(Class<?> serialClass) implements ObjectInputFilter.FilterInfo {

        @Override
        public long arrayLength() {
            return -1;
        }

        @Override
        public long depth() {
            return 1;
        }

        @Override
        public long references() {
            return 1;
        }

        @Override
        public long streamBytes() {
            return 0;
        }
    }

    private static final class Writer extends ObjectOutputStream {

        Writer(OutputStream out) throws IOException {
            super(out);
        }

        @Override
        protected void writeClassDescriptor(ObjectStreamClass described) throws IOException {
            writeUTF(described.getName());
            writeLong(SHAPES.get(described.forClass()));
        }
    }

    private static final class Reader extends ObjectInputStream {

        private final ClassLoader loader;

        Reader(InputStream in) throws IOException {
            super(in);
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            loader = context != null ? context : ClassLoader.getSystemClassLoader();
        }

        @Override
        protected ObjectStreamClass readClassDescriptor() throws IOException, ClassNotFoundException {
            String name = readUTF();
            long shape = readLong();
            Class<?> type = find(name);
            requireAccepted(type); // before it and its superclasses are initialized for its shape
            for (Class<?> base = type.getSuperclass();
                    base != null && Serializable.class.isAssignableFrom(base);
                    base = base.getSuperclass()) {
                requireAccepted(base);
            }
            if (SHAPES.get(type) != shape) {
                throw new InvalidClassException(
                        name,
                        "the receiver has another version of this class, with other fields or"
                                + " another serialVersionUID");
            }
            return ObjectStreamClass.lookupAny(type);
        }

        private void requireAccepted(Class<?> type) throws InvalidClassException {
            if (getObjectInputFilter().checkInput(new ClassOnly(type)) == ObjectInputFilter.Status.REJECTED) {
                throw new InvalidClassException(type.getName(), "filter status: REJECTED");
            }
        }

        private Class<?> find(String name) throws ClassNotFoundException {
            try {
                return Class.forName(name, false, loader);
            } catch (ClassNotFoundException e) {
                Class<?> primitive = primitive(name);
                return primitive != null ? primitive : Class.forName(name, false, Reader.class.getClassLoader());
            }
        }

        private static @Nullable Class<?> primitive(String name) {
            return switch (name) {
                case "boolean" -> boolean.class;
                case "byte" -> byte.class;
                case "char" -> char.class;
                case "short" -> short.class;
                case "int" -> int.class;
                case "long" -> long.class;
                case "float" -> float.class;
                case "double" -> double.class;
                case "void" -> void.class;
                default -> null;
            };
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass described) {
            return described.forClass();
        }

        @Override
        @SuppressWarnings("deprecation") // there is no other way to the class of a proxy without an instance
        protected Class<?> resolveProxyClass(String[] interfaces) throws IOException, ClassNotFoundException {
            Class<?>[] types = new Class<?>[interfaces.length];
            ClassLoader definer = loader;
            for (int i = 0; i < types.length; i++) {
                types[i] = find(interfaces[i]);
                requireAccepted(types[i]); // before the proxy class is defined
                if (!Modifier.isPublic(types[i].getModifiers())) {
                    definer = types[i].getClassLoader(); // the loader of its package
                }
            }
            try {
                return Proxy.getProxyClass(definer, types);
            } catch (IllegalArgumentException e) {
                throw new ClassNotFoundException("a proxy of " + String.join(", ", interfaces), e);
            }
        }
    }
}
