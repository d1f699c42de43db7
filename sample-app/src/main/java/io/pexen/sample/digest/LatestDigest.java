package io.pexen.sample.digest;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Holds the latest digest. Written by the task that makes it, read by requests. */
@Component
public class LatestDigest {

    private final AtomicReference<@Nullable Digest> latest = new AtomicReference<>();

    void set(Digest digest) {
        latest.set(digest);
    }

    /** The latest digest; empty until the first is made. */
    public Optional<Digest> get() {
        return Optional.ofNullable(latest.get());
    }
}
