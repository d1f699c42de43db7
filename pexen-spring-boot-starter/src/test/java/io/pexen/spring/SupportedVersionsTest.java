package io.pexen.spring;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootVersion;

class SupportedVersionsTest {

    @ParameterizedTest
    @ValueSource(strings = {"2.7.18", "3.0.0", "3.5.7", "3.5.8-SNAPSHOT"})
    void refusesOlderOnesInOneSentence(String version) {
        assertThatThrownBy(() -> SupportedVersions.check(version))
                .isInstanceOf(StartupProblemsException.class)
                .hasMessage("pexen-spring-boot-starter supports Spring Boot 4.0 and 4.1, but this is Spring Boot "
                        + version + ".");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"4.0.0", "4.1.2", "4.2.0-M1", "5.0.0", "10.0.0"})
    void letsNewerOnesPass(String version) {
        assertThatNoException().isThrownBy(() -> SupportedVersions.check(version));
    }

    @Test
    void letsThePresentOnePass() {
        assertThatNoException().isThrownBy(() -> SupportedVersions.check(SpringBootVersion.getVersion()));
    }
}
