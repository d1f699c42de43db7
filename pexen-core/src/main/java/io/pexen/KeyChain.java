package io.pexen;

import java.util.AbstractList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list that is another one and a last key. A long chain of skipped tasks shares its keys this way, instead of each task
 * having a copy of all keys before it. The keys are laid out in an array when somebody reads them.
 */
final class KeyChain extends AbstractList<Object> {

    private final List<Object> before;
    private final Object last;
    private final int size;
    private volatile Object @Nullable [] keys;

    KeyChain(List<Object> before, Object last) {
        this.before = before;
        this.last = last;
        this.size = before.size() + 1;
    }

    @Override
    public Object get(int index) {
        Object[] all = keys;
        if (all == null) {
            all = layOut();
            keys = all;
        }
        return all[index];
    }

    private Object[] layOut() {
        Object[] all = new Object[size];
        List<Object> at = this;
        while (at instanceof KeyChain chain) {
            all[chain.size - 1] = chain.last;
            at = chain.before;
        }
        for (int i = 0; i < at.size(); i++) {
            all[i] = at.get(i);
        }
        return all;
    }

    @Override
    public int size() {
        return size;
    }
}
