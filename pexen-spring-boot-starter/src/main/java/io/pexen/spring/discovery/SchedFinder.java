package io.pexen.spring.discovery;

import static io.pexen.spring.PexenProperties.DEFAULT_NAME;

import io.pexen.Sched;
import io.pexen.spring.NamedBean;
import io.pexen.spring.PexenProperties;
import io.pexen.spring.StartupProblem;
import io.pexen.spring.StartupProblemsException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ListableBeanFactory;

/** Finds the sched that an annotation names. */
final class SchedFinder {

    private final ListableBeanFactory beans;

    SchedFinder(ListableBeanFactory beans) {
        this.beans = beans;
    }

    /**
     * The sched with a name. For the empty name, this is the sched named "default", or else the application's only or
     * primary sched.
     *
     * @throws StartupProblemsException if there is none
     */
    Sched find(String name, FoundMethod method) {
        String wanted = name.isEmpty() ? DEFAULT_NAME : name;
        return NamedBean.find(beans, Sched.class, wanted)
                .map(bean -> beans.getBean(bean, Sched.class))
                .orElseGet(() -> name.isEmpty() ? onlyOne(method) : missing(name, method));
    }

    private Sched onlyOne(FoundMethod method) {
        Sched only = beans.getBeanProvider(Sched.class).getIfUnique();
        if (only == null) {
            throw problem(
                    "The " + method + " names no sched, and there is no single sched to use (known scheds: " + known()
                            + ").",
                    "Name a sched in the annotation, or mark a Sched bean as primary.");
        }
        if (beans.getBean(PexenProperties.class).scheds().containsKey(only.name())) {
            throw problem(
                    "The " + method + " names no sched, and there is no sched \"" + DEFAULT_NAME + "\" (known scheds: "
                            + known() + ").",
                    "Name a sched in the annotation, or configure a property of pexen.scheds." + DEFAULT_NAME + ".");
        }
        return only;
    }

    private Sched missing(String name, FoundMethod method) {
        throw problem(
                "The " + method + " names the sched \"" + name + "\", which does not exist (known scheds: " + known()
                        + ").",
                "Configure pexen.scheds." + name + ", or correct the name in the annotation.");
    }

    private String known() {
        return Arrays.stream(beans.getBeanNamesForType(Sched.class))
                .map(bean -> '"' + NamedBean.nameOf(Sched.class, bean) + '"')
                .collect(Collectors.joining(", "));
    }

    private static StartupProblemsException problem(String description, String action) {
        return new StartupProblemsException(List.of(new StartupProblem(description, action)), null);
    }
}
