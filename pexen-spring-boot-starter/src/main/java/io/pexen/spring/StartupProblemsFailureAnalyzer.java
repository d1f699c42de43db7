package io.pexen.spring;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;

/**
 * Reports what prevents an application from starting: each problem on one line, and each action once. It runs before
 * Spring Boot's analyzers, which find the cause but not the method that is concerned.
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
