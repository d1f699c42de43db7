package io.pexen.spring.process;

import io.pexen.spring.PexenAutoConfiguration;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationHook;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.scheduling.config.TaskManagementConfigUtils;

/**
 * Turns an application into a worker while it starts, and abandons its run once its beans exist. If the application has
 * several contexts, the worker uses the first with pexen's auto-configuration.
 */
final class WorkerRunListener implements SpringApplicationHook, SpringApplicationRunListener {

    private @Nullable ConfigurableApplicationContext context;

    /** The context with the beans; null if none has started. */
    @Nullable
    ConfigurableApplicationContext context() {
        return context;
    }

    @Override
    public SpringApplicationRunListener getRunListener(SpringApplication application) {
        // The property takes effect too late for the child of a parent context.
        application.setWebApplicationType(WebApplicationType.NONE);
        return this;
    }

    @Override
    public void environmentPrepared(
            ConfigurableBootstrapContext bootstrapContext, ConfigurableEnvironment environment) {
        // They are already system properties, but arguments of the application would override those.
        environment.getPropertySources().addFirst(new MapPropertySource("pexenWorker", WorkerSettings.properties()));
    }

    @Override
    public void contextPrepared(ConfigurableApplicationContext prepared) {
        prepared.addBeanFactoryPostProcessor(beans -> {
            BeanDefinitionRegistry definitions = (BeanDefinitionRegistry) beans;
            String scheduled = TaskManagementConfigUtils.SCHEDULED_ANNOTATION_PROCESSOR_BEAN_NAME;
            if (definitions.containsBeanDefinition(scheduled)) {
                definitions.removeBeanDefinition(scheduled);
            }
            if (!hasPexen(beans)) { // its run continues, so its runners would be called
                remove(definitions, beans.getBeanNamesForType(ApplicationRunner.class, true, false));
                remove(definitions, beans.getBeanNamesForType(CommandLineRunner.class, true, false));
            }
        });
    }

    private static void remove(BeanDefinitionRegistry definitions, String[] names) {
        for (String name : names) {
            if (definitions.containsBeanDefinition(name)) { // a bean may be a runner of both kinds
                definitions.removeBeanDefinition(name);
            }
        }
    }

    private static boolean hasPexen(ListableBeanFactory beans) {
        return beans.getBeanNamesForType(PexenAutoConfiguration.class, true, false).length > 0;
    }

    @Override
    public void started(ConfigurableApplicationContext started, @Nullable Duration timeTaken) {
        if (!hasPexen(started)) {
            return; // a parent, for example of several applications, whose contexts come next
        }
        context = started;
        throw new SpringApplication.AbandonedRunException(started);
    }
}
