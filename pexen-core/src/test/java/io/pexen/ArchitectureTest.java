package io.pexen;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The arrows between packages. */
@Timeout(60)
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.pexen");

    private static final DescribedPredicate<JavaClass> PLAN = resideInAnyPackage("io.pexen.plan");

    private static void onlyKnows(String name, String... others) {
        List<String> known = new ArrayList<>(
                List.of("java..", "org.slf4j..", "org.jspecify.annotations..", "io.pexen.internal", name));
        known.addAll(List.of(others));
        classes()
                .that()
                .resideInAPackage(name)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(known.toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    @DisplayName("what several packages share knows none of them")
    void internalKnowsNothing() {
        onlyKnows("io.pexen.internal");
    }

    @Test
    @DisplayName("tasks know nothing of the rest")
    void taskKnowsNothing() {
        onlyKnows("io.pexen.task");
    }

    @Test
    @DisplayName("graphs know tasks")
    void graphKnowsTask() {
        onlyKnows("io.pexen.graph", "io.pexen.task");
    }

    @Test
    @DisplayName("plans know graphs and tasks")
    void planKnowsGraph() {
        onlyKnows("io.pexen.plan", "io.pexen.graph", "io.pexen.task");
    }

    @Test
    @DisplayName("pools know tasks, and nothing of graphs or runs")
    void poolKnowsTask() {
        onlyKnows("io.pexen.pool", "io.pexen.task");
    }

    @Test
    @DisplayName("factories know tasks")
    void factoryKnowsTask() {
        onlyKnows("io.pexen.factory", "io.pexen.task");
    }

    @Test
    @DisplayName("runs know graphs, plans, pools and tasks, but neither factories nor what is for tests")
    void runsKnowTheRest() {
        onlyKnows("io.pexen", "io.pexen.graph", "io.pexen.plan", "io.pexen.pool", "io.pexen.task");
    }

    @Test
    @DisplayName("what is for tests knows runs, pools and tasks")
    void testKnowsRuns() {
        onlyKnows("io.pexen.test", "io.pexen", "io.pexen.pool", "io.pexen.task");
    }

    @Test
    @DisplayName("the core depends on Java, SLF4J and JSpecify alone")
    void dependsOnLittle() {
        onlyKnows("io.pexen..");
    }

    @Test
    @DisplayName("plans do not show in the public API of other packages")
    void planDoesNotShow() {
        DescribedPredicate<List<JavaClass>> plans = DescribedPredicate.describe(
                "types of io.pexen.plan", types -> types.stream().anyMatch(PLAN));
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackage("io.pexen.plan")
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .and()
                .arePublic()
                .should()
                .haveRawParameterTypes(plans)
                .check(CLASSES);
        methods()
                .that()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackage("io.pexen.plan")
                .and()
                .areDeclaredInClassesThat()
                .haveModifier(JavaModifier.PUBLIC)
                .and()
                .arePublic()
                .should()
                .haveRawReturnType(DescribedPredicate.not(PLAN))
                .check(CLASSES);
    }
}
