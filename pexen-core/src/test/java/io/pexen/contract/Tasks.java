package io.pexen.contract;

import io.pexen.Run;
import io.pexen.task.TaskBody;
import io.pexen.task.TaskRes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What tests of the contract have in common. */
final class Tasks {

    /** A body without effect. */
    static final TaskBody.Runs NOTHING = () -> {};

    private Tasks() {}

    /** A body that fails in an uncontrolled way. */
    static TaskBody.Runs failing(String message) {
        return () -> {
            throw new IllegalStateException(message);
        };
    }

    static List<String> ids(Collection<TaskRes> results) {
        return results.stream().map(res -> res.task().id()).toList();
    }

    /** Iterates a run to its end. */
    static List<TaskRes> all(Run run) {
        List<TaskRes> results = new ArrayList<>();
        for (TaskRes res : run) {
            results.add(res);
        }
        return results;
    }
}
