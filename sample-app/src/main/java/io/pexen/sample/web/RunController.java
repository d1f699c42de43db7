package io.pexen.sample.web;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The "Run again" button. */
@RestController
class RunController {

    private final NightlyRuns runs;

    RunController(NightlyRuns runs) {
        this.runs = runs;
    }

    /** Starts a run: 202, or 409 while one is active. */
    @PostMapping("/api/runs")
    ResponseEntity<Void> run() {
        return ResponseEntity.status(runs.start() ? HttpStatus.ACCEPTED : HttpStatus.CONFLICT)
                .build();
    }
}
