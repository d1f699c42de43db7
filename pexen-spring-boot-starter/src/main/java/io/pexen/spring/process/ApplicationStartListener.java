package io.pexen.spring.process;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.util.ReflectionUtils;

/** Records how the application was started. */
final class ApplicationStartListener implements ApplicationListener<ApplicationContextInitializedEvent> {

    @Override
    public void onApplicationEvent(ApplicationContextInitializedEvent event) {
        SpringApplication application = event.getSpringApplication();
        List<Class<?>> sources = new ArrayList<>();
        for (Object source : application.getAllSources()) {
            if (source instanceof Class<?> type) {
                sources.add(type);
            }
        }
        event.getApplicationContext()
                .getBeanFactory()
                .registerSingleton(
                        ApplicationStart.BEAN_NAME,
                        new ApplicationStart(
                                ownMain(application.getMainApplicationClass(), sources),
                                sources,
                                List.of(event.getArgs())));
    }

    /**
     * The main class, if it has a main method and it or a class of its package is a source. In tests, the main class is
     * that of the runner or the test.
     */
    private static @Nullable Class<?> ownMain(@Nullable Class<?> main, List<Class<?>> sources) {
        boolean own = main != null
                && ReflectionUtils.findMethod(main, "main", String[].class) != null
                && sources.stream().anyMatch(source -> source.getPackageName().equals(main.getPackageName()));
        return own ? main : null;
    }
}
