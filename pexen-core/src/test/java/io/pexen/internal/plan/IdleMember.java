package io.pexen.internal.plan;

import java.util.ArrayList;
import java.util.List;

/** A run that takes and wants what its test says, and records what it is offered. */
class IdleMember extends ScopeMember {

    boolean wants;
    final List<Integer> offered = new ArrayList<>();
    final List<Integer> examinesLater = new ArrayList<>();

    IdleMember() {
        super(new Alone());
        attentive = true;
    }

    @Override
    int waiting() {
        return wants ? 1 : 0;
    }

    @Override
    boolean isParkedFor(int lock) {
        return wants;
    }

    @Override
    boolean wants(int lock) {
        return wants;
    }

    @Override
    boolean couldTake(int lock) {
        return wants;
    }

    @Override
    void examineLater(int lock) {
        examinesLater.add(lock);
    }

    @Override
    void offered(int lock) {
        offered.add(lock);
    }

    @Override
    void becameUrgentAt(int lock) {}
}
