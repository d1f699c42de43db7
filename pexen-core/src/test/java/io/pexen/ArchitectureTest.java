package io.pexen;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data flows one way: the arrows between packages and between files. */
@Timeout(60)
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.pexen");

    private static final DescribedPredicate<JavaClass> INTERNAL = resideInAPackage("io.pexen.internal..");

    /** Files that refer to each other in the API, and so count as one. */
    private static final List<Set<String>> MUTUAL = List.of(
            // A task has a body, which gets the task through its context; its result refers to it.
            Set.of(
                    "io.pexen.task.Task",
                    "io.pexen.task.TaskBody",
                    "io.pexen.task.TaskContext",
                    "io.pexen.task.TaskRes"),
            // The summary throws the exception, which has the summary.
            Set.of("io.pexen.run.RunSummary", "io.pexen.run.TasksFailedException"));

    private static final DescribedPredicate<List<JavaClass>> ANY_INTERNAL = DescribedPredicate.describe(
            "internal types", types -> types.stream().anyMatch(INTERNAL));

    @ParameterizedTest(name = "{0} knows {1}")
    @CsvSource(
            delimiter = '|',
            nullValues = "nothing",
            value = {
                "internal        | nothing",
                "task            | nothing",
                "graph           | task",
                "pool            | task",
                "factory         | task",
                "run             | task graph pool",
                "internal.index  | task graph",
                "internal.plan   | task internal.index",
                "internal.engine | task graph pool run internal.index internal.plan",
                "test            | task pool run",
            })
    void knows(String name, String others) {
        List<String> known = new ArrayList<>(List.of(
                "java..",
                "org.slf4j..",
                "org.jspecify.annotations..",
                "com.google.errorprone.annotations..",
                "io.pexen.internal",
                "io.pexen." + name));
        if (others != null) {
            List.of(others.split(" ")).forEach(other -> known.add("io.pexen." + other));
        }
        classes()
                .that()
                .resideInAPackage("io.pexen." + name)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(known.toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    @DisplayName("the core depends on Java, SLF4J and JSpecify alone")
    void dependsOnLittle() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.slf4j..",
                        "org.jspecify.annotations..",
                        "com.google.errorprone.annotations..",
                        "io.pexen..")
                .check(CLASSES);
    }

    @Test
    @DisplayName("internal types do not show in the public API")
    void internalDoesNotShow() {
        codeUnits()
                .that()
                .areDeclaredInClassesThat(DescribedPredicate.not(INTERNAL))
                .and()
                .areDeclaredInClassesThat()
                .haveModifier(JavaModifier.PUBLIC)
                .and()
                .arePublic()
                .should()
                .notHaveRawParameterTypes(ANY_INTERNAL)
                .andShould()
                .notHaveRawReturnType(INTERNAL)
                .check(CLASSES);
    }

    @Test
    @DisplayName("public types carry no annotations of Error Prone: javac would warn the users that lack its library")
    void usersNeedNoErrorProne() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.pexen.internal..")
                .and()
                .arePublic()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.google.errorprone..")
                .check(CLASSES);
    }

    @Test
    @DisplayName("no circle of packages")
    void noCircleOfPackages() {
        assertThat(Circles.of(CLASSES, JavaClass::getPackageName)).isEmpty();
    }

    @Test
    @DisplayName("no circle of files")
    void noCircleOfFiles() {
        assertThat(Circles.of(CLASSES, ArchitectureTest::file)).isEmpty();
    }

    /** The file of a class, or the files that count as one with it. */
    private static String file(JavaClass type) {
        String file = Circles.file(type);
        return MUTUAL.stream()
                .filter(files -> files.contains(file))
                .findFirst()
                .map(Set::toString)
                .orElse(file);
    }
}
