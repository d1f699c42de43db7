package io.pexen.factory;

import io.pexen.task.FailWrapper;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a task method, with all texts resolved.
 *
 * @param pool the name of the pool that the task runs on; null if that is the pool of the run
 * @param kwargs the texts of the named arguments, before conversion
 * @param failWrapper what makes every failure a controlled one; null if nothing does
 */
public record Definition(
        List<String> requires,
        List<String> provides,
        List<String> uses,
        List<String> claims,
        int priority,
        @Nullable String pool,
        Map<String, String> kwargs,
        @Nullable FailWrapper failWrapper) {

    public Definition {
        requires = List.copyOf(requires);
        provides = List.copyOf(provides);
        uses = List.copyOf(uses);
        claims = List.copyOf(claims);
    }
}
