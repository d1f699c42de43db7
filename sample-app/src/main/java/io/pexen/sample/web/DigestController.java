package io.pexen.sample.web;

import io.pexen.sample.digest.Digest;
import io.pexen.sample.digest.LatestDigest;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The digest as JSON; the page draws it. */
@RestController
class DigestController {

    private final LatestDigest latest;

    DigestController(LatestDigest latest) {
        this.latest = latest;
    }

    /** The latest digest, or 204 until there is one. */
    @GetMapping("/api/digest")
    ResponseEntity<Digest> digest() {
        return latest.get()
                .map(ResponseEntity::ok)
                .orElseGet(() -> ResponseEntity.noContent().build());
    }
}
