package io.pexen.benchmarks.graph;

import java.util.Arrays;

/**
 * Rows of ints in two arrays (compressed sparse rows): the items of row {@code i} are {@code item(k)} for {@code k}
 * from {@code start(i)} (inclusive) to {@code end(i)} (exclusive). Immutable.
 */
public final class Csr {

    private final int[] starts;
    private final int[] items;

    private Csr(int[] starts, int[] items) {
        this.starts = starts;
        this.items = items;
    }

    /** This number of rows without items. */
    public static Csr empty(int rows) {
        return new Csr(new int[rows + 1], new int[0]);
    }

    /** The number of rows. */
    public int rows() {
        return starts.length - 1;
    }

    /** The total number of items. */
    public int total() {
        return items.length;
    }

    /** The number of items of a row. */
    public int size(int row) {
        return starts[row + 1] - starts[row];
    }

    /** The index of the first item of a row. */
    public int start(int row) {
        return starts[row];
    }

    /** The index after the last item of a row. */
    public int end(int row) {
        return starts[row + 1];
    }

    /** The item at an index. */
    public int item(int index) {
        return items[index];
    }

    /** The items of a row, copied. */
    public int[] row(int row) {
        return Arrays.copyOfRange(items, starts[row], starts[row + 1]);
    }

    /** The transpose: row {@code j} contains all rows of this in which {@code j} is an item, in their order. */
    public Csr transposed(int rows) {
        int[] otherStarts = new int[rows + 1];
        for (int item : items) {
            otherStarts[item + 1]++;
        }
        Arrays.parallelPrefix(otherStarts, Integer::sum);
        int[] fill = otherStarts.clone();
        int[] others = new int[items.length];
        for (int row = 0; row < rows(); row++) {
            for (int k = starts[row]; k < starts[row + 1]; k++) {
                others[fill[items[k]]++] = row;
            }
        }
        return new Csr(otherStarts, others);
    }

    /** Collects rows one after another. */
    public static final class Builder {

        private final int[] starts;
        private int[] items;
        private int rows;
        private int size;

        /** A builder for this number of rows. */
        public Builder(int rows) {
            starts = new int[rows + 1];
            items = new int[Math.max(16, rows)];
        }

        /** Adds items to the current row. */
        public Builder add(int... more) {
            for (int item : more) {
                add(item);
            }
            return this;
        }

        /** Adds an item to the current row. */
        public Builder add(int item) {
            if (size == items.length) {
                items = Arrays.copyOf(items, 2 * size);
            }
            items[size++] = item;
            return this;
        }

        /** Ends the current row. */
        public Builder endRow() {
            starts[++rows] = size;
            return this;
        }

        /** The rows; all must have been ended. */
        public Csr build() {
            if (rows != starts.length - 1) {
                throw new IllegalStateException("rows must be " + (starts.length - 1) + ", were " + rows);
            }
            return new Csr(starts, Arrays.copyOf(items, size));
        }
    }
}
