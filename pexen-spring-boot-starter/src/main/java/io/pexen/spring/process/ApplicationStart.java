package io.pexen.spring.process;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How this application was started, so that a worker can be started in the same way.
 *
 * @param mainClass the class with the main method; null if it does not belong to the application, as in a test
 * @param sources the configuration classes that the application was started with
 * @param arguments the arguments of the application
 */
record ApplicationStart(@Nullable Class<?> mainClass, List<Class<?>> sources, List<String> arguments) {

    static final String BEAN_NAME = "pexenApplicationStart";
}
