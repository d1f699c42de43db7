package io.pexen.internal.plan;

/** Moves a planner that shares its locks with no other run: nothing wakes it. */
final class Alone implements RunOwner {

    @Override
    public void wake() {}

    @Override
    public boolean isOver() {
        return false;
    }
}
