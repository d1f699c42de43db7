package io.pexen.process;

import io.pexen.process.Incoming.PartFailure;
import io.pexen.task.SharedState;
import io.pexen.task.TaskContext;
import io.pexen.task.TaskFailException;
import io.pexen.task.TaskRes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a worker process: the shared state of the task, each value separately, and what it returned or threw.
 *
 * @param number the number of the request
 * @param nanos how long the body took, or 0 if it was not executed
 * @param res the result, in which parts that did not arrive are replaced
 */
record Answer(long number, long nanos, TaskRes res) {

    /** What replaces an exception may take this part of a message. */
    private static final int REPLICA_SHARE = 4;

    /**
     * Builds the message. Whatever cannot travel is omitted, with the reason.
     *
     * @throws RuntimeException if the message is too large even so, or the shared state changes meanwhile
     */
    static Outgoing encode(long number, long nanos, TaskRes res, PayloadSerializer serializer, int limit) {
        Outgoing message = new Outgoing(limit);
        message.number(number).number(nanos);
        encodeException(message, res.excinfo(), serializer, limit);
        message.part(res.ret(), serializer);
        Request.encode(message, "shared", res.shared(), serializer, new ArrayList<>());
        return message.requireWithinLimit();
    }

    /** Like {@link #encode}, but without the return value and the shared state, which do not fit or cannot be read. */
    static Outgoing encodeBare(
            long number, long nanos, TaskRes res, String reason, PayloadSerializer serializer, int limit) {
        Outgoing message = new Outgoing(limit);
        message.number(number).number(nanos);
        Throwable excinfo = res.excinfo();
        if (excinfo == null) {
            encodeException(message, null, serializer, limit);
        } else {
            message.part(out -> out.write(Replica.of(excinfo).toBytes(limit / REPLICA_SHARE)));
            message.failed(reason);
        }
        message.count(Outgoing.NULL).count(1).text("(all of it)").failed(reason);
        return message.requireWithinLimit();
    }

    /**
     * Writes the replica first, so that there is room for it; then the exception itself, if it has a chance to be read.
     */
    private static void encodeException(
            Outgoing message, @Nullable Throwable excinfo, PayloadSerializer serializer, int limit) {
        if (excinfo == null) {
            message.count(Outgoing.NULL).count(Outgoing.NULL);
            return;
        }
        JavaSerializer exceptions = JavaSerializer.alongside(serializer);
        message.part(out -> out.write(Replica.of(excinfo).toBytes(limit / REPLICA_SHARE)));
        message.part(out -> exceptions.writeObject(excinfo, out));
    }

    /** Reads an answer to this request. */
    static Answer decode(Incoming message, TaskContext context, String workerName, PayloadSerializer serializer)
            throws IOException {
        long number = message.number();
        long nanos = message.number();
        List<String> lost = new ArrayList<>();
        Throwable excinfo = decodeException(message, JavaSerializer.alongside(serializer));
        Object ret = null;
        try {
            ret = message.part(serializer);
        } catch (PartFailure e) {
            lost.add("ret: " + e.reason());
        }
        int lostBefore = lost.size();
        Map<String, @Nullable Object> values = Request.decode(message, "shared", serializer, lost);
        boolean sharedArrived = lost.size() == lostBefore;
        SharedState shared =
                values.isEmpty() && context.shared().isEmpty() ? context.shared() : new SharedState(values);
        if (!lost.isEmpty()) {
            excinfo = transferException(context, workerName, lost, excinfo, sharedArrived);
        }
        return new Answer(number, nanos, new TaskRes(context.task(), shared, ret, excinfo));
    }

    /** What the task threw, or its replica; null if the task succeeded. */
    private static @Nullable Throwable decodeException(Incoming message, JavaSerializer exceptions) throws IOException {
        Replica replica = null;
        Throwable standIn = null;
        try {
            replica = message.part(Replica::readFrom);
            standIn = replica == null ? null : replica.toThrowable();
        } catch (PartFailure e) {
            standIn = new ReplicaException("an exception", e.reason(), null);
        }
        String reason = "what was written for it is no exception";
        try {
            Object original = message.part(in -> exceptions.readObject(Throwable.class, in));
            if (original instanceof Throwable throwable) { // unless it is replaced by something else when it is read
                return throwable;
            }
        } catch (PartFailure e) {
            reason = e.reason();
        }
        if (standIn != null) {
            String shortened = replica == null || replica.shortened().isEmpty()
                    ? ""
                    : "; " + replica.shortened() + " are left out, since the message is limited";
            standIn.addSuppressed(new TransferException(
                    "the exception itself cannot travel: " + reason + shortened, null, false, false));
        }
        return standIn;
    }

    private static Throwable transferException(
            TaskContext context,
            String workerName,
            List<String> lost,
            @Nullable Throwable excinfo,
            boolean sharedArrived) {
        boolean controlled = excinfo == null || excinfo instanceof TaskFailException;
        boolean depsOk = excinfo == null || (excinfo instanceof TaskFailException fail && fail.depsOk());
        boolean locksOk = excinfo == null || (excinfo instanceof TaskFailException fail && fail.locksOk());
        TransferException problem = new TransferException(
                "parts of the result of task \"" + context.task().id() + "\" did not come back from worker "
                        + workerName + ": " + String.join("; ", lost),
                controlled ? excinfo : null,
                depsOk && sharedArrived,
                locksOk);
        if (controlled || excinfo == null) {
            return problem;
        }
        excinfo.addSuppressed(problem);
        return excinfo;
    }

    /** The answer to a request that did not arrive completely. */
    static TaskRes notExecuted(Request request) {
        return new TaskRes(
                request.task(),
                request.shared(),
                null,
                new TransferException(
                        "task \"" + request.task().id()
                                + "\" was not executed, because parts of it did not reach the worker" + " process: "
                                + String.join("; ", request.lost()),
                        null,
                        false,
                        true));
    }
}
