package io.odradek.streamer.evaluation;

import io.odradek.streamer.evaluation.window.Figures;
import io.odradek.streamer.evaluation.window.WindowKey;
import io.odradek.streamer.evaluation.window.WindowSize;
import io.odradek.streamer.evaluation.window.Windows;
import java.time.Clock;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The windows that metrics and the page show: the newest of each size, of the versions that were labelled last, and of
 * those before them how many were right. Thread-safe.
 */
final class Board {
    static final int MOST_VERSIONS = 10;
    /** Of each version and size. */
    static final int MOST_POINTS = 60;

    /**
     * A window that is shown.
     *
     * @param key which
     * @param figures all of them
     * @param classes those that are shown, by the name that is shown
     */
    record Shown(WindowKey key, Figures figures, Map<String, Figures.OfClass> classes) {}

    /**
     * What stays of a window that is not the newest any more.
     *
     * @param start its first moment, in milliseconds since 1970
     * @param images that were judged
     * @param right of them
     */
    record Point(long start, long images, long right) {}

    /**
     * All that is shown of a version.
     *
     * @param model {@code name@version}
     * @param windows the newest
     * @param history the last ones of each size, the newest at the end
     */
    record Version(String model, List<Shown> windows, Map<WindowSize, List<Point>> history) {}

    private record Row(
            Object task, Map<WindowSize, Shown> windows, Map<WindowSize, NavigableMap<Long, Point>> history) {
        Row(Object task) {
            this(task, new EnumMap<>(WindowSize.class), new EnumMap<>(WindowSize.class));
        }
    }

    /** By version, the one that was labelled last at the end. */
    private final LinkedHashMap<String, Row> rows = new LinkedHashMap<>(); // guarded by this
    /** Begins at the time, so that another process's life has greater numbers. */
    private long changes; // guarded by this

    Board(Clock clock) {
        this.changes = clock.millis();
    }

    /** A window of a version, as it is now. */
    synchronized void show(Object task, Windows.Evaluated window, boolean isNewest) {
        changes++;
        WindowKey key = window.key();
        Row row = rows.remove(key.model());
        row = row == null || !row.task.equals(task) ? new Row(task) : row;
        if (isNewest) {
            row.windows.put(key.size(), shown(window));
        }
        NavigableMap<Long, Point> points = row.history.computeIfAbsent(key.size(), size -> new TreeMap<>());
        points.put(key.start(), point(window));
        if (points.size() > MOST_POINTS) {
            points.pollFirstEntry();
        }
        rows.put(key.model(), row);
        if (rows.size() > MOST_VERSIONS) {
            rows.remove(rows.keySet().iterator().next());
        }
    }

    /** A window as it was in the end, where it is shown. */
    synchronized void correct(Object task, Windows.Evaluated window) {
        WindowKey key = window.key();
        Row row = rows.get(key.model());
        if (row != null && row.task.equals(task)) {
            changes++;
            row.windows.computeIfPresent(
                    key.size(), (size, shown) -> shown.key().equals(key) ? shown(window) : shown);
            row.history
                    .getOrDefault(key.size(), new TreeMap<>())
                    .computeIfPresent(key.start(), (start, point) -> point(window));
        }
    }

    private static Shown shown(Windows.Evaluated window) {
        return new Shown(window.key(), window.figures(), classes(window.figures()));
    }

    private static Point point(Windows.Evaluated window) {
        return new Point(
                window.key().start(),
                window.figures().images(),
                window.figures().right());
    }

    /** Forgets what a task had. */
    synchronized void forget(Object task) {
        changes++;
        rows.values().removeIf(row -> row.task.equals(task));
    }

    /** Rises with each change. */
    synchronized long changes() {
        return changes;
    }

    /** The newest windows of all versions. */
    synchronized List<Shown> shown() {
        return rows.values().stream()
                .flatMap(row -> row.windows.values().stream())
                .toList();
    }

    /** All that is shown, the version that was labelled last at the end. */
    synchronized List<Version> versions() {
        return rows.entrySet().stream()
                .map(one -> new Version(
                        one.getKey(), List.copyOf(one.getValue().windows.values()), history(one.getValue().history)))
                .toList();
    }

    private static Map<WindowSize, List<Point>> history(Map<WindowSize, NavigableMap<Long, Point>> history) {
        Map<WindowSize, List<Point>> copy = new EnumMap<>(WindowSize.class);
        history.forEach((size, points) -> copy.put(size, List.copyOf(points.values())));
        return copy;
    }

    private static Map<String, Figures.OfClass> classes(Figures figures) {
        Map<String, Figures.OfClass> classes = new LinkedHashMap<>();
        figures.classes().entrySet().stream()
                .limit(EvaluationMetrics.MOST_CLASSES)
                .forEach(one -> classes.putIfAbsent(EvaluationMetrics.cut(one.getKey()), one.getValue()));
        return classes;
    }
}
