package io.pexen.graph;

import io.pexen.task.PexenException;
import java.util.List;

/** Tasks do not make a graph that can run. Reports all problems at once; nothing was changed. */
public abstract class GraphException extends PexenException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    GraphException(List<Problem> problems) {
        super(describe(problems));
        this.problems = List.copyOf(problems);
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
