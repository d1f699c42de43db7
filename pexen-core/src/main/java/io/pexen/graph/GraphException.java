package io.pexen.graph;

import io.pexen.task.PexenException;
import java.util.List;

/** Tasks do not make a graph that can run. Tells all that is wrong at once, and nothing was changed. */
public abstract class GraphException extends PexenException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    GraphException(List<Problem> problems) {
        super(describe(problems));
        this.problems = List.copyOf(problems);
    }

    /** The exception that fits: about locks if all problems are, else about dependencies; it holds all problems. */
    public static GraphException of(List<Problem> problems) {
        return problems.stream().allMatch(Problem.UsesAndClaims.class::isInstance)
                ? new MutexException(problems)
                : new DepcheckException(problems);
    }

    /** All problems; never empty. */
    public List<Problem> problems() {
        return problems;
    }

    private static String describe(List<Problem> problems) {
        StringBuilder text = new StringBuilder();
        text.append(problems.size() == 1 ? "1 problem" : problems.size() + " problems")
                .append(" in the tasks:");
        for (Problem problem : problems) {
            text.append("\n- ").append(problem.message()).append("; ").append(problem.action());
        }
        return text.toString();
    }
}
