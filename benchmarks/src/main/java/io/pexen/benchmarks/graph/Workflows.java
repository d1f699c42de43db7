package io.pexen.benchmarks.graph;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the workflows that are included in the benchmarks. Their tasks are renumbered so that parents come first. */
public final class Workflows {

    private static final List<String> NAMES =
            List.of("1000genome-902", "blast-303", "epigenomics-1397", "montage-2122", "srasearch-104");

    private Workflows() {}

    /** The names of all workflows. */
    public static List<String> names() {
        return NAMES;
    }

    /** The workflow with a name, with the recorded times. */
    public static Workflow read(String name) throws IOException {
        String file = "/workflows/" + name + ".json";
        try (InputStream in = Objects.requireNonNull(Workflows.class.getResourceAsStream(file), file)) {
            JsonNode tasks = JsonMapper.shared().readTree(in).get("tasks");
            List<int[]> parents = new ArrayList<>();
            List<Long> nanos = new ArrayList<>();
            for (JsonNode task : tasks) {
                nanos.add(Math.round(task.get(1).asDouble() * 1e9));
                int[] mine = new int[task.get(2).size()];
                Arrays.setAll(mine, i -> task.get(2).get(i).asInt());
                parents.add(mine);
            }
            return numberedAnew(name, parents, nanos);
        }
    }

    private static Workflow numberedAnew(String name, List<int[]> parents, List<Long> nanos) {
        int[] order = topologicalOrder(parents);
        int[] numbers = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            numbers[order[i]] = i;
        }
        Csr.Builder rows = new Csr.Builder(order.length);
        long[] times = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            times[i] = nanos.get(order[i]);
            int[] mine = Arrays.stream(parents.get(order[i]))
                    .map(parent -> numbers[parent])
                    .sorted()
                    .toArray();
            rows.add(mine).endRow();
        }
        return new Workflow(name, Shape.of(name, rows.build()), new Workflow.Times(times));
    }

    /** Kahn, "Topological sorting of large networks", 1962. */
    private static int[] topologicalOrder(List<int[]> parents) {
        Csr.Builder rows = new Csr.Builder(parents.size());
        parents.forEach(mine -> rows.add(mine).endRow());
        Csr children = rows.build().transposed(parents.size());
        int[] missing = new int[parents.size()];
        Arrays.setAll(missing, task -> parents.get(task).length);
        ArrayDeque<Integer> ready = new ArrayDeque<>();
        for (int task = 0; task < missing.length; task++) {
            if (missing[task] == 0) {
                ready.add(task);
            }
        }
        int[] order = new int[missing.length];
        int size = 0;
        for (Integer task = ready.poll(); task != null; task = ready.poll()) {
            order[size++] = task;
            for (int child : children.row(task)) {
                if (--missing[child] == 0) {
                    ready.add(child);
                }
            }
        }
        if (size != order.length) {
            throw new IllegalArgumentException("the tasks must not wait for each other");
        }
        return order;
    }
}
