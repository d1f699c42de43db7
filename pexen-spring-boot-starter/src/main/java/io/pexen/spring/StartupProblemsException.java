package io.pexen.spring;

import io.pexen.task.PexenException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Thrown at startup if tasks, scheds or pools are not declared correctly. Contains all problems that were found. */
public class StartupProblemsException extends PexenException {

    private static final long serialVersionUID = 1L;

    private final transient List<StartupProblem> problems;

    StartupProblemsException(StartupProblem problem) {
        this(List.of(problem), null);
    }

    /**
     * @param problems at least one
     * @param cause the exception that revealed the problems; null if there was none
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
