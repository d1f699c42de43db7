package io.pexen.factory;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import org.jspecify.annotations.Nullable;

/** Finds what a type variable of a class stands for in a subclass. */
final class Generics {

    private Generics() {}

    /** The class that {@code type} is in {@code implementation}; its erasure where that leaves it open. */
    static Class<?> resolve(Type type, Class<?> implementation) {
        Type at = type;
        while (at instanceof TypeVariable<?> variable) {
            Type found = variable.getGenericDeclaration() instanceof Class<?> owner
                    ? argument(owner, variable, implementation)
                    : null;
            at = found != null && !found.equals(at) ? found : variable.getBounds()[0];
        }
        if (at instanceof ParameterizedType parameterized) {
            return (Class<?>) parameterized.getRawType();
        }
        if (at instanceof GenericArrayType array) {
            return resolve(array.getGenericComponentType(), implementation).arrayType();
        }
        return at instanceof Class<?> known ? known : Object.class;
    }

    /** What the direct subclass of the owner of a variable declares for it; null if there is none. */
    private static @Nullable Type argument(Class<?> owner, TypeVariable<?> variable, Class<?> implementation) {
        for (Class<?> at = implementation; at != null; at = at.getSuperclass()) {
            if (at.getSuperclass() == owner && at.getGenericSuperclass() instanceof ParameterizedType parent) {
                TypeVariable<?>[] variables = owner.getTypeParameters();
                for (int i = 0; i < variables.length; i++) {
                    if (variables[i].equals(variable)) {
                        return parent.getActualTypeArguments()[i];
                    }
                }
            }
        }
        return null;
    }
}
