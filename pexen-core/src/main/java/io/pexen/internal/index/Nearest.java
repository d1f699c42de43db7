package io.pexen.internal.index;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Finds the known keys that resemble an unknown one. Each search reads all keys, so only the first few problems of a
 * graph get suggestions, and validation stays linear.
 */
final class Nearest {

    private static final int SEARCHES = 20;
    private static final int SUGGESTIONS = 3;

    private final KeyTable keys;
    private int searches;

    private record Match(Object key, int distance) {}

    Nearest(KeyTable keys) {
        this.keys = keys;
    }

    List<Object> to(Object unknown) {
        if (searches++ >= SEARCHES) {
            return List.of();
        }
        String wanted = unknown.toString().toLowerCase(Locale.ROOT);
        int limit = Math.max(2, wanted.length() / 3);
        List<Match> matches = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            String known = keys.key(i).toString().toLowerCase(Locale.ROOT);
            if (isEndOf(wanted, known) || isEndOf(known, wanted)) {
                matches.add(new Match(keys.key(i), 1));
            } else if (Math.abs(known.length() - wanted.length()) <= limit) {
                int distance = distance(wanted, known);
                if (distance <= limit) {
                    matches.add(new Match(keys.key(i), distance));
                }
            }
        }
        matches.sort(Comparator.comparingInt(Match::distance));
        return matches.stream().limit(SUGGESTIONS).map(Match::key).toList();
    }

    /** Whether the name is the end with a prefix and a dot before it: ids of bean methods are {@code bean.method}. */
    private static boolean isEndOf(String end, String name) {
        return name.endsWith(end)
                && name.length() > end.length() + 1
                && name.charAt(name.length() - end.length() - 1) == '.'
                && !end.isEmpty();
    }

    /** The number of characters to insert, delete or replace (Levenshtein), by Wagner and Fischer in two rows. */
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
