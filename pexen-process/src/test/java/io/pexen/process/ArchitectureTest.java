package io.pexen.process;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.pexen.Circles;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Data flows one way: the arrows to the packages of the core, and between files. */
@Timeout(60)
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.pexen.process");

    @Test
    @DisplayName("pools of processes know pools, tasks and factories, and nothing of graphs or runs")
    void knowsPools() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.slf4j..",
                        "org.jspecify.annotations..",
                        "com.google.errorprone.annotations..",
                        "io.pexen.internal",
                        "io.pexen.process",
                        "io.pexen.pool",
                        "io.pexen.task",
                        "io.pexen.factory")
                .check(CLASSES);
    }

    @Test
    @DisplayName("public types carry no annotations of Error Prone: javac would warn the users that lack its library")
    void usersNeedNoErrorProne() {
        noClasses()
                .that()
                .arePublic()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.google.errorprone..")
                .check(CLASSES);
    }

    @Test
    @DisplayName("no circle of files")
    void noCircleOfFiles() {
        assertThat(Circles.of(CLASSES, Circles::file)).isEmpty();
    }
}
