package io.pexen;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Finds circles of dependencies. ArchUnit's own search misses some. */
public final class Circles {

    private Circles() {}

    /** The top-level class that the class is declared in. */
    public static String file(JavaClass type) {
        JavaClass top = type;
        while (top.getEnclosingClass().isPresent()) {
            top = top.getEnclosingClass().get();
        }
        return top.getName();
    }

    /**
     * What is on a circle, or between two, with what it depends on there: the rest when all that depends on nothing
     * else, or on which nothing else depends, has been taken away.
     */
    public static Map<String, Set<String>> of(JavaClasses classes, Function<JavaClass, String> nodeOf) {
        Map<String, Set<String>> arrows = new TreeMap<>();
        for (JavaClass type : classes) {
            String from = nodeOf.apply(type);
            type.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(target -> classes.contain(target.getName()))
                    .map(nodeOf)
                    .filter(to -> !to.equals(from))
                    .forEach(to ->
                            arrows.computeIfAbsent(from, any -> new TreeSet<>()).add(to));
        }
        boolean changed = true;
        while (changed) {
            Set<String> targets = new HashSet<>();
            arrows.values().forEach(targets::addAll);
            changed = arrows.keySet().retainAll(targets);
            for (Set<String> each : arrows.values()) {
                changed |= each.retainAll(arrows.keySet());
            }
            changed |= arrows.values().removeIf(Set::isEmpty);
        }
        return arrows;
    }
}
