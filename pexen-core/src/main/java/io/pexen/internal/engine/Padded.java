package io.pexen.internal.engine;

/**
 * Keeps the fields of a subclass away from those of the preceding object in memory, so that a field that one thread
 * writes often does not share a cache line with fields that another thread writes. The padding of the next such object
 * protects the other side.
 */
@SuppressWarnings("unused")
abstract class Padded {
    private long p0;
    private long p1;
    private long p2;
    private long p3;
    private long p4;
    private long p5;
    private long p6;
}
