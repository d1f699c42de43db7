package io.pexen.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.task.PexenTask;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** The endpoint over HTTP, in a whole application with everything on its classpath. */
@Timeout(60)
class PexenEndpointWebTest {

    @Test
    void readsAndRefusesToWriteByDefault() throws Exception {
        try (ConfigurableApplicationContext app = start()) {
            assertThat(send(app, "GET", "/actuator/pexen").body()).contains("\"scheds\":[{\"name\":\"default\"");
            assertThat(send(app, "GET", "/actuator/pexen/default").body()).contains("\"id\":\"web.work\"");
            assertThat(send(app, "GET", "/actuator/pexen/default/dot").body()).startsWith("digraph");
            assertThat(send(app, "GET", "/actuator/pexen/default/mermaid").statusCode())
                    .isEqualTo(200);
            assertThat(send(app, "GET", "/actuator/pexen/nobody").statusCode()).isEqualTo(404);
            assertThat(send(app, "POST", "/actuator/pexen/default").statusCode())
                    .isEqualTo(405);
            assertThat(send(app, "DELETE", "/actuator/pexen/default").statusCode())
                    .isEqualTo(405);
        }
    }

    @Test
    void startsAndCancelsRunsIfItMay() throws Exception {
        try (ConfigurableApplicationContext app = start("management.endpoint.pexen.access=unrestricted")) {
            assertThat(send(app, "POST", "/actuator/pexen/default").body()).startsWith("{\"run\":");
            assertThat(send(app, "DELETE", "/actuator/pexen/default").body()).startsWith("{\"runs\":");
            assertThat(send(app, "DELETE", "/actuator/pexen/default?run=0").body())
                    .isEqualTo("{\"runs\":[]}");
        }
    }

    @Test
    void worksOnAManagementPortOfItsOwn() throws Exception {
        try (ConfigurableApplicationContext app = start("management.server.port=0")) {
            String port = app.getEnvironment().getProperty("local.management.port");
            assertThat(send(port, "GET", "/actuator/pexen").statusCode()).isEqualTo(200);
        }
    }

    private static ConfigurableApplicationContext start(String... properties) {
        return new SpringApplicationBuilder(App.class)
                .properties("server.port=0", "management.endpoints.web.exposure.include=*")
                .properties(properties)
                .run();
    }

    private static HttpResponse<String> send(ConfigurableApplicationContext app, String method, String path)
            throws IOException, InterruptedException {
        return send(app.getEnvironment().getProperty("local.server.port"), method, path);
    }

    private static HttpResponse<String> send(String port, String method, String path)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                                .method(method, BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());
    }

    @Configuration(value = "web", proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {
        @PexenTask
        void work() {}
    }
}
