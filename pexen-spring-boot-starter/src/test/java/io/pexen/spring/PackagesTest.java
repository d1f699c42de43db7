package io.pexen.spring;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The dependencies between packages: all may use the beans, the beans use none of them, and no integration uses
 * another.
 */
@AnalyzeClasses(packages = "io.pexen.spring", importOptions = DoNotIncludeTests.class)
class PackagesTest {

    @ArchTest
    static final ArchRule theBeansKnowNoIntegration = noClasses()
            .that()
            .resideInAPackage("io.pexen.spring")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.pexen.spring.*..");

    /** Except for events, which are among the types written as JSON. */
    @ArchTest
    static final ArchRule integrationsKnowNoOtherIntegration = slices().matching("io.pexen.spring.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(resideInAPackage("io.pexen.spring.json"), resideInAPackage("io.pexen.spring.event"));

    @ArchTest
    static final ArchRule onlyTheActuatorPackageKnowsActuator = noClasses()
            .that()
            .resideOutsideOfPackage("io.pexen.spring.actuate")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.boot.actuate..", "org.springframework.boot.health..");

    @ArchTest
    static final ArchRule onlyTheMetricsPackageKnowsMicrometer = noClasses()
            .that()
            .resideOutsideOfPackage("io.pexen.spring.metrics")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.micrometer..");
}
