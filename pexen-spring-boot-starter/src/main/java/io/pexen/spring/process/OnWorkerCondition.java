package io.pexen.spring.process;

import java.util.Map;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** The condition of {@link ConditionalOnWorker}. */
final class OnWorkerCondition extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Map<String, ?> attributes =
                Objects.requireNonNull(metadata.getAnnotationAttributes(ConditionalOnWorker.class.getName()));
        boolean wanted = Boolean.TRUE.equals(attributes.get("value"));
        boolean isWorker = context.getEnvironment().getProperty(WorkerSettings.WORKER, Boolean.class, false);
        return new ConditionOutcome(
                wanted == isWorker,
                ConditionMessage.forCondition(ConditionalOnWorker.class)
                        .because(isWorker ? "this is a worker process" : "this is not a worker process"));
    }
}
