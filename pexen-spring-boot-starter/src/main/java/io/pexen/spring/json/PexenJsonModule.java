package io.pexen.spring.json;

import io.pexen.internal.Texts;
import io.pexen.run.RunHandle;
import io.pexen.spring.event.TaskFinished;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.util.function.BiConsumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.Version;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Writes a {@link TaskRes} as {@code {"task":"load","outcome":"succeeded","ret":7,"error":null}}, a {@link Task} as its
 * id, and a {@link RunHandle} as {@code {"id":7,"sched":"nightly","pool":"main"}}. A {@link TaskFinished} contains
 * these and its times: {@code {"run":...,"result":...,"times":...}}. Without this module, Jackson would write stack
 * traces, the whole shared state, which may be secret, and the objects behind a run and an event.
 */
public final class PexenJsonModule extends SimpleModule {

    private static final long serialVersionUID = 1L;

    public PexenJsonModule() {
        super("pexen", Version.unknownVersion());
        addSerializer(new Written<>(Task.class, (task, json) -> json.writeString(task.id())));
        addSerializer(new Written<>(TaskRes.class, PexenJsonModule::write));
        addSerializer(new Written<>(RunHandle.class, PexenJsonModule::write));
        addSerializer(new Written<>(TaskFinished.class, PexenJsonModule::write));
    }

    private static void write(TaskRes res, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("task", res.task().id());
        json.writeStringProperty(
                "outcome", res.succeeded() ? "succeeded" : res.failedControlled() ? "controlled" : "failed");
        json.writePOJOProperty("ret", res.ret());
        json.writeStringProperty("error", res.excinfo() == null ? null : Texts.of(res.excinfo()));
        json.writeEndObject();
    }

    private static void write(RunHandle run, JsonGenerator json) {
        json.writeStartObject();
        json.writeNumberProperty("id", run.id());
        json.writeStringProperty("sched", run.schedName());
        json.writeStringProperty("pool", run.pool().name());
        json.writeEndObject();
    }

    private static void write(TaskFinished event, JsonGenerator json) {
        json.writeStartObject();
        json.writePOJOProperty("run", event.run());
        json.writePOJOProperty("result", event.result());
        json.writePOJOProperty("times", event.times());
        json.writeEndObject();
    }

    /** A type and how to write it. */
    private static final class Written<T> extends StdSerializer<T> {

        private final BiConsumer<T, JsonGenerator> writer;

        Written(Class<T> type, BiConsumer<T, JsonGenerator> writer) {
            super(type);
            this.writer = writer;
        }

        @Override
        public void serialize(T value, JsonGenerator json, SerializationContext context) {
            writer.accept(value, json);
        }
    }
}
