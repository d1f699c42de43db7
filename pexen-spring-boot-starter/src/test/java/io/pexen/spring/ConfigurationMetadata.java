package io.pexen.spring;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.core.io.UrlResource;

/** The metadata of this module, as IDEs read it. */
final class ConfigurationMetadata {

    private ConfigurationMetadata() {}

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> properties() throws IOException {
        for (URL url : Collections.list(ConfigurationMetadata.class
                .getClassLoader()
                .getResources("META-INF/spring-configuration-metadata.json"))) {
            String json = new UrlResource(url).getContentAsString(StandardCharsets.UTF_8);
            if (json.contains("io.pexen.spring.PexenProperties")) {
                return (List<Map<String, Object>>)
                        JsonParserFactory.getJsonParser().parseMap(json).get("properties");
            }
        }
        throw new AssertionError("no metadata of pexen on the class path");
    }
}
