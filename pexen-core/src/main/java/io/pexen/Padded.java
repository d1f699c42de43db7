package io.pexen;

/**
 * Keeps the fields of a subclass away from those of the object before it in memory: what one thread writes often then does
 * not share a cache line with what another one does. The padding of the next such object keeps the other side free.
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
