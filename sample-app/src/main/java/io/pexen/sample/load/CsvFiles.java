package io.pexen.sample.load;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.stereotype.Component;

/** The CSV files below the location {@code digest.data}. */
@Component
class CsvFiles {

    private static final CSVFormat WITH_HEADER =
            CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();

    private final ResourceLoader resources;
    private final String location;

    CsvFiles(ResourceLoader resources, @Value("${digest.data:classpath:data/}") String location) {
        this.resources = resources;
        this.location = location;
    }

    /** Reads a whole file; each record becomes the values of one row. */
    List<Object[]> rows(String file, Function<CSVRecord, Object[]> row) {
        Resource resource = resources.getResource(location + file);
        try (Reader reader = new InputStreamReader(resource.getInputStream(), StandardCharsets.UTF_8);
                var records = WITH_HEADER.parse(reader)) {
            return records.stream().map(row).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }
}
