package io.pexen.factory;

import io.pexen.task.PexenException;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the Kotlin compiler generates for functions that Java does not have, as far as reflection shows it, so that
 * neither Kotlin nor its reflection is needed here.
 *
 * <p>A function {@code f} with default values has a static companion {@code f$default(receiver, arguments..., masks...,
 * Object)}. Each mask has a bit for each of 32 arguments; where the bit is set, the companion takes the default value
 * instead of the argument. Then it calls {@code f} on the receiver, so that proxies of classes apply.
 */
final class KotlinShapes {

    /** Stands for an argument that is left out. */
    static final Object ABSENT = new Object();

    private static final String CONTINUATION = "kotlin.coroutines.Continuation";

    private KotlinShapes() {}

    static boolean isSuspend(Method method) {
        Class<?>[] types = method.getParameterTypes();
        return types.length > 0 && types[types.length - 1].getName().equals(CONTINUATION);
    }

    /**
     * The companion that fills in default values; null if there is none. A function that overrides another has the
     * default values of that one, so it is looked for in the types above too.
     */
    static @Nullable Method withDefaults(Method method) {
        return withDefaults(method, method.getDeclaringClass());
    }

    private static @Nullable Method withDefaults(Method method, @Nullable Class<?> owner) {
        if (owner == null) {
            return null;
        }
        Method found = companion(method, owner);
        if (found == null) {
            found = withDefaults(method, owner.getSuperclass());
        }
        for (Class<?> type : owner.getInterfaces()) {
            found = found != null ? found : withDefaults(method, type);
        }
        return found;
    }

    private static @Nullable Method companion(Method method, Class<?> owner) {
        Class<?>[] types = method.getParameterTypes();
        Class<?>[] wanted = new Class<?>[1 + types.length + masks(types.length) + 1];
        Arrays.fill(wanted, int.class);
        wanted[0] = owner;
        System.arraycopy(types, 0, wanted, 1, types.length);
        wanted[wanted.length - 1] = Object.class;
        try {
            Method found = owner.getDeclaredMethod(method.getName() + "$default", wanted);
            return Modifier.isStatic(found.getModifiers()) && found.trySetAccessible() ? found : null;
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    /** Calls the companion; the arguments that are {@link #ABSENT} get their default values. */
    static @Nullable Object invoke(Method withDefaults, Object target, @Nullable Object[] values)
            throws IllegalAccessException, InvocationTargetException {
        if (!withDefaults.getDeclaringClass().isInstance(target)) {
            throw new PexenException(
                    "the default values of " + withDefaults.getDeclaringClass().getName()
                            + " cannot be reached through a proxy of its interfaces; give the kwargs, or set"
                            + " spring.aop.proxy-target-class=true");
        }
        Class<?>[] types = withDefaults.getParameterTypes();
        @Nullable Object[] arguments = new @Nullable Object[types.length];
        int[] masks = new int[masks(values.length)];
        arguments[0] = target;
        for (int i = 0; i < values.length; i++) {
            boolean absent = values[i] == ABSENT;
            masks[i / 32] |= absent ? 1 << i % 32 : 0;
            arguments[i + 1] = absent ? zero(types[i + 1]) : values[i];
        }
        for (int i = 0; i < masks.length; i++) {
            arguments[1 + values.length + i] = masks[i];
        }
        return withDefaults.invoke(null, arguments);
    }

    private static int masks(int parameters) {
        return (parameters + 31) / 32;
    }

    /** A value for an argument that is ignored. */
    private static @Nullable Object zero(Class<?> type) {
        return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0) : null;
    }
}
