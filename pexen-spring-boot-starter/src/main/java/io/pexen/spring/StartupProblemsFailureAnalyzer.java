package io.pexen.spring;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;

/**
 * Reports what keeps an application from starting: each problem in a line, and each remedy once. It comes before Spring
 * Boot's analyzers, which know a cause, but not which method it concerns.
 */
@Order(0)
final class StartupProblemsFailureAnalyzer extends AbstractFailureAnalyzer<StartupProblemsException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, StartupProblemsException cause) {
        List<StartupProblem> problems = cause.problems();
        return new FailureAnalysis(
                lines(problems.stream().map(StartupProblem::description).toList()),
                lines(problems.stream().map(StartupProblem::action).distinct().toList()),
                cause);
    }

    private static String lines(List<String> texts) {
        return texts.size() == 1
                ? texts.get(0)
                : texts.stream().map(text -> "- " + text).collect(Collectors.joining("\n"));
    }
}
