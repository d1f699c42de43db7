package io.pexen.pool;

import io.pexen.task.PexenException;

/** A job was passed to a pool that is closed. */
public class PoolClosedException extends PexenException {

    private static final long serialVersionUID = 1L;

    public PoolClosedException(WorkerPool pool) {
        super("pool \"" + pool.name()
                + "\" is closed and takes no work; run on a pool that is open, and close a pool only"
                + " when the runs on it have ended");
    }
}
