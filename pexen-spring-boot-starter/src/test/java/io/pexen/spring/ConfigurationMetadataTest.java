package io.pexen.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationMetadataTest {

    @Test
    void describesEveryProperty() throws IOException {
        List<Map<String, Object>> properties = ConfigurationMetadata.properties();
        assertThat(properties)
                .extracting(property -> property.get("name"))
                .contains(
                        "pexen.pool",
                        "pexen.pools",
                        "pexen.scheds",
                        "pexen.events.enabled",
                        "pexen.shutdown.mode",
                        "pexen.shutdown.timeout",
                        "pexen.endpoint.history",
                        "management.endpoint.pexen.access",
                        "management.health.pexen.enabled");
        assertThat(properties)
                .allSatisfy(property -> assertThat((String) property.get("description"))
                        .as("description of %s", property.get("name"))
                        .isNotBlank()
                        .endsWith("."));
    }
}
