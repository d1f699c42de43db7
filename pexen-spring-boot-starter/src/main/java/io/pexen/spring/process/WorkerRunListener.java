package io.pexen.spring.process;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationHook;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.scheduling.config.TaskManagementConfigUtils;

/** Makes an application a worker while it starts, and leaves its run when its beans are there. */
final class WorkerRunListener implements SpringApplicationHook, SpringApplicationRunListener {

    private @Nullable ConfigurableApplicationContext context;

    /** The context of the application; null if none has started. */
    @Nullable
    ConfigurableApplicationContext context() {
        return context;
    }

    @Override
    public SpringApplicationRunListener getRunListener(SpringApplication application) {
        return this;
    }

    @Override
    public void environmentPrepared(
            ConfigurableBootstrapContext bootstrapContext, ConfigurableEnvironment environment) {
        // They are system properties already, which arguments of the application would override.
        environment.getPropertySources().addFirst(new MapPropertySource("pexenWorker", WorkerSettings.properties()));
    }

    @Override
    public void contextPrepared(ConfigurableApplicationContext prepared) {
        prepared.addBeanFactoryPostProcessor(beans -> {
            String scheduled = TaskManagementConfigUtils.SCHEDULED_ANNOTATION_PROCESSOR_BEAN_NAME;
            if (beans.containsBeanDefinition(scheduled)) {
                ((BeanDefinitionRegistry) beans).removeBeanDefinition(scheduled);
            }
        });
    }

    @Override
    public void started(ConfigurableApplicationContext started, @Nullable Duration timeTaken) {
        context = started;
        throw new SpringApplication.AbandonedRunException(started);
    }
}
