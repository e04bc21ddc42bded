package io.odradek.streamer.kit;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What Prometheus gets: each metric's value by its name and labels. */
public record Scrape(Map<String, Double> values) {
    /** A scrape as text. */
    public static Scrape of(String text) {
        Map<String, Double> values = new TreeMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int end = line.lastIndexOf(' ');
            values.put(line.substring(0, end), Double.parseDouble(line.substring(end + 1)));
        });
        return new Scrape(values);
    }

    /** What a registry holds now. */
    public static Scrape of(PrometheusRegistry registry) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(out, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return of(out.toString(StandardCharsets.UTF_8));
    }

    /**
     * A metric's value: the sum of those of its series that have these labels among theirs; none is an error of the test.
     *
     * @param name as in {@code odradek_images_total{outcome="classified"}}
     */
    public double value(String name) {
        String family = name.replaceAll("\\{.*", "");
        List<String> labels = name.contains("{")
                ? List.of(
                        name.substring(name.indexOf('{') + 1, name.length() - 1).split(",", -1))
                : List.of();
        List<Double> found = values.entrySet().stream()
                .filter(one -> one.getKey().replaceAll("\\{.*", "").equals(family)
                        && labels.stream().allMatch(one.getKey()::contains))
                .map(Map.Entry::getValue)
                .toList();
        if (found.isEmpty()) {
            throw new AssertionError("no metric " + name + " among " + new TreeSet<>(values.keySet()));
        }
        return found.stream().mapToDouble(Double::doubleValue).sum();
    }
}
