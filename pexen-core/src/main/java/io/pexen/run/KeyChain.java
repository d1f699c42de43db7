package io.pexen.run;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Objects;

/**
 * A list that consists of another list and a last key. In a long chain of skipped tasks, the tasks share their keys
 * this way instead of each having a copy of all keys before it. The first and the last key are available directly; to
 * read all, they are copied into an array that is not kept, because the lists of a long chain would otherwise hold half
 * the square of its length.
 */
final class KeyChain extends AbstractList<Object> {

    private final List<Object> before;
    private final Object first;
    private final Object last;
    private final int size;

    KeyChain(List<Object> before, Object last) {
        this.before = before;
        this.first = before.get(0);
        this.last = last;
        this.size = before.size() + 1;
    }

    @Override
    public Object get(int index) {
        if (Objects.checkIndex(index, size) == 0) {
            return first;
        }
        List<Object> at = this;
        while (at instanceof KeyChain chain) {
            if (index == chain.size - 1) {
                return chain.last;
            }
            at = chain.before;
        }
        return at.get(index);
    }

    @Override
    public Iterator<Object> iterator() {
        return listIterator(0);
    }

    @Override
    public ListIterator<Object> listIterator(int index) {
        return Collections.unmodifiableList(Arrays.asList(toArray())).listIterator(index);
    }

    @Override
    public Object[] toArray() {
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
