package io.pexen.spring;

import io.pexen.task.PexenException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tasks, scheds or pools are not declared as they must be. Tells all that was found wrong at once. */
public class StartupProblemsException extends PexenException {

    private static final long serialVersionUID = 1L;

    private final transient List<StartupProblem> problems;

    StartupProblemsException(StartupProblem problem) {
        this(List.of(problem), null);
    }

    /**
     * @param problems at least one
     * @param cause what found them, if that was an exception
     */
    public StartupProblemsException(List<StartupProblem> problems, @Nullable Throwable cause) {
        super(problems.stream().map(StartupProblem::description).collect(Collectors.joining("\n")), cause);
        this.problems = List.copyOf(problems);
    }

    /** All problems; never empty. */
    public List<StartupProblem> problems() {
        return problems;
    }
}
