package io.pexen.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Java serialization, behind an {@link ObjectInputFilter}. Classes are looked up with the context class loader of the thread.
 *
 * <p>The filter of the default one refuses graphs that are more than 500 objects deep, and accepts all classes: both ends
 * are processes of one application, and have proven that to each other. Subclass it to accept less.
 */
public class JavaSerializer implements PayloadSerializer {

    private final @Nullable ObjectInputFilter filter;

    /** Made when it is needed first: that takes longer than all else that a worker does to get ready. */
    private static final class Default {
        static final ObjectInputFilter FILTER = ObjectInputFilter.Config.createFilter("maxdepth=500");
    }

    /** The one with the default filter, {@code maxdepth=500}. */
    public JavaSerializer() {
        filter = null;
    }

    /** One with another filter; for subclasses, which need a constructor without arguments. */
    protected JavaSerializer(ObjectInputFilter filter) {
        this.filter = filter;
    }

    @Override
    public void write(Object value, OutputStream out) throws IOException {
        ObjectOutputStream objects = new ObjectOutputStream(out);
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

    @Override
    public Object read(InputStream in) throws IOException, ClassNotFoundException {
        ObjectInputStream objects = new ContextObjectInputStream(in);
        objects.setObjectInputFilter(filter != null ? filter : Default.FILTER);
        return objects.readObject();
    }

    private static final class ContextObjectInputStream extends ObjectInputStream {

        private final ClassLoader loader;

        ContextObjectInputStream(InputStream in) throws IOException {
            super(in);
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            loader = context != null ? context : ClassLoader.getSystemClassLoader();
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass type) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(type.getName(), false, loader);
            } catch (ClassNotFoundException e) {
                return super.resolveClass(type); // primitive types, and classes that only the caller knows
            }
        }
    }
}
