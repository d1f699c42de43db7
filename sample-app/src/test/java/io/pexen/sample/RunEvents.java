package io.pexen.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An open page: reads the server-sent events of the application. */
final class RunEvents implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final BufferedReader lines;

    /** The end of a run, and the state of each task by its id. */
    record Ended(JsonNode run, Map<String, String> states) {}

    private RunEvents(BufferedReader lines) {
        this.lines = lines;
    }

    static RunEvents open(int port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/results"))
                .build();
        var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
        return new RunEvents(new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
    }

    /** Waits for the end of a run: the latest, if it has not been read yet, or the next. */
    Ended awaitEnd() {
        Map<String, String> states = new HashMap<>();
        String event = "";
        for (String line = next(); ; line = next()) {
            if (line.startsWith("event:")) {
                event = line.substring("event:".length()).strip();
            } else if (line.startsWith("data:")) {
                JsonNode data = JSON.readTree(line.substring("data:".length()));
                switch (event) {
                    case "result" ->
                        states.put(
                                data.get("task").asString(), data.get("state").asString());
                    case "ended" -> {
                        return new Ended(data, states);
                    }
                    default -> states.clear();
                }
            }
        }
    }

    private String next() {
        try {
            String line = lines.readLine();
            if (line == null) {
                throw new IllegalStateException("the server closed the stream");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
